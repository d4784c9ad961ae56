import { describe, expect, test } from 'vitest';
import { MemoryReader, writtenLine } from './adapters/memory/reader.ts';
import { patternNames } from './domain/redaction/find.ts';
import { Redaction, type RedactionPolicy } from './redaction.ts';
import { Sheet } from './testing/drawing.ts';

const policy: RedactionPolicy = { patterns: new Set(patternNames), fields: true, regions: [], windows: [] };
const nothingElse = { windows: [], passwordFields: [] };
const never = new AbortController().signal;
const card = writtenLine('4111 1111 1111 1111', 100, 100);
const ink = (sheet: Sheet) => sheet.letters(card.box, 0);

function redacting(more: Partial<RedactionPolicy> = {}) {
  const reader = new MemoryReader();
  return { reader, redaction: new Redaction({ policy: { ...policy, ...more }, reader }) };
}

describe('redaction', () => {
  test('says what to hide of a picture, and why', async () => {
    const { reader, redaction } = redacting();
    reader.lines = [card, writtenLine('an ordinary line of text', 100, 200)];
    const masks = await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never);
    expect(masks).toMatchObject([{ reason: 'pattern' }]);
    const [{ box } = { box: card.box }] = masks;
    expect(box.x).toBeLessThanOrEqual(card.box.x);
    expect(box.y).toBeLessThan(card.box.y);
    expect(box.x + box.width).toBeGreaterThanOrEqual(card.box.x + card.box.width);
    expect(box.y + box.height).toBeGreaterThan(card.box.y + card.box.height);
  });

  test('hides fields that the application calls hidden, and configured places', async () => {
    const { redaction } = redacting({
      regions: [{ x: { px: 0 }, y: { px: 0 }, width: { share: 1 }, height: { px: 20 } }],
    });
    const passwordFields = [{ x: 50, y: 60, width: 200, height: 30 }];
    const masks = await redaction.masksFor(new Sheet(640, 480), { windows: [[]], passwordFields }, never);
    expect(masks).toEqual([
      { box: { x: 0, y: 0, width: 640, height: 20 }, reason: 'configured' },
      { box: passwordFields[0], reason: 'field' },
    ]);
  });

  test('reads an unchanged picture no second time', async () => {
    const { reader, redaction } = redacting();
    reader.lines = [card];
    const first = await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never);
    const second = await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never);
    expect(reader.asked).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test('reads again only around what changed, and forgets what stood there', async () => {
    const { reader, redaction } = redacting();
    reader.lines = [card, writtenLine('bob@example.org', 100, 400)];
    await redaction.masksFor(ink(new Sheet(1280, 720)), nothingElse, never);
    reader.lines = [writtenLine('nothing here', 100, 100), writtenLine('bob@example.org', 100, 400)];
    const masks = await redaction.masksFor(new Sheet(1280, 720), nothingElse, never);
    const [part] = reader.asked[1] ?? [];
    expect((part?.width ?? 0) * (part?.height ?? 0)).toBeLessThan((1280 * 720) / 5);
    expect(masks).toHaveLength(1);
    expect(masks[0]?.box.y).toBeGreaterThan(380);
  });

  test('reads the whole width when a line goes on beyond what was looked at', async () => {
    const { reader, redaction } = redacting();
    await redaction.masksFor(new Sheet(1280, 720), nothingElse, never);
    reader.lines = [
      writtenLine('a line that is much longer than the piece of it that has changed on the screen', 10, 300),
    ];
    await redaction.masksFor(new Sheet(1280, 720).fill({ x: 300, y: 302, width: 8, height: 8 }, 0), nothingElse, never);
    expect(reader.asked[2]).toMatchObject([{ x: 0, width: 1280 }]);
  });

  test('does not mistake memory that is used again for the picture it knows', async () => {
    const { reader, redaction } = redacting();
    const sheet = new Sheet(640, 480);
    await redaction.masksFor(sheet, nothingElse, never);
    reader.lines = [card];
    expect(await redaction.masksFor(ink(sheet), nothingElse, never)).toHaveLength(1);
  });

  test('reads no second time what was turned away and comes back, and says the same of it', async () => {
    const { reader, redaction } = redacting();
    const page = () => new Sheet(640, 480).fill({ x: 0, y: 0, width: 640, height: 480 }, 0xddeeff);
    reader.lines = [card];
    const first = await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never);
    reader.lines = [];
    expect(await redaction.masksFor(page(), nothingElse, never)).toEqual([]);
    expect(await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never)).toEqual(first);
    expect(await redaction.masksFor(page(), nothingElse, never)).toEqual([]);
    expect(reader.asked).toHaveLength(2);
  });

  test('reads ahead, so that the picture itself is known already', async () => {
    const { reader, redaction } = redacting();
    await redaction.lookAhead(new Sheet(640, 480), never);
    await redaction.masksFor(new Sheet(640, 480), nothingElse, never);
    expect(reader.asked).toHaveLength(1);
  });
});

describe('a field that was hidden', () => {
  const field = { x: 100, y: 100, width: 300, height: 32 };
  const form = () => new Sheet(640, 480).frame(field, 0x90a0b0);
  const hidden = writtenLine('••••••', 110, 108);
  const shown = writtenLine('hunter2', 110, 108);

  test('stays hidden when it shows its text', async () => {
    const { reader, redaction } = redacting();
    reader.lines = [hidden];
    const [before] = await redaction.masksFor(form().letters({ ...hidden.box, width: 48 }, 0), nothingElse, never);
    reader.lines = [shown];
    const after = await redaction.masksFor(form().letters({ ...shown.box, width: 56 }, 0, 6), nothingElse, never);
    expect(after).toEqual([before]);
  });

  test('is forgotten with the form that it stood in', async () => {
    const { reader, redaction } = redacting();
    reader.lines = [hidden];
    await redaction.masksFor(form().letters({ ...hidden.box, width: 48 }, 0), nothingElse, never);
    reader.lines = [shown];
    const other = new Sheet(640, 480, 0xdddddd).frame(field, 0x90a0b0).letters({ ...shown.box, width: 56 }, 0, 6);
    expect(await redaction.masksFor(other, nothingElse, never)).toEqual([]);
    expect(await redaction.masksFor(new Sheet(640, 480), nothingElse, never)).toEqual([]);
  });
});

describe('when it cannot be read', () => {
  test('no picture leaves', async () => {
    const { reader, redaction } = redacting();
    reader.failure = new Error('the models are gone');
    await expect(redaction.masksFor(new Sheet(640, 480), nothingElse, never)).rejects.toMatchObject({
      code: 'capture.failed',
    });
  });

  test('nothing is taken for known that was not read to the end', async () => {
    const { reader, redaction } = redacting();
    await redaction.masksFor(new Sheet(640, 480), nothingElse, never);
    reader.failure = new Error('lost');
    await redaction.lookAhead(ink(new Sheet(640, 480)), never);
    reader.failure = undefined;
    reader.lines = [card];
    expect(await redaction.masksFor(ink(new Sheet(640, 480)), nothingElse, never)).toHaveLength(1);
  });

  test('an abort is passed on as what it is', async () => {
    const { redaction } = redacting();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(redaction.masksFor(new Sheet(640, 480), nothingElse, gone)).rejects.toThrow('gone');
  });
});

describe('titles', () => {
  const title = (text: string, application = 'mail') => ({
    id: '1',
    title: text,
    application,
    pid: 1,
    box: undefined,
    active: true,
    minimized: false,
  });

  test('leave without the secrets in them', () => {
    const { redaction } = redacting();
    expect(redaction.windows([title('Inbox - ada@example.org - Mail')])).toMatchObject([
      { title: 'Inbox - ••• - Mail' },
    ]);
  });

  test('of hidden windows do not leave at all', () => {
    const { redaction } = redacting({ windows: [/^vault$/i] });
    expect(redaction.windows([title('My bank', 'Vault')])).toMatchObject([{ title: '', application: 'Vault' }]);
  });

  test('keep an address that was typed on behalf of whoever sees it', () => {
    const { redaction } = redacting();
    redaction.typing('please write to ada@example.org today');
    expect(redaction.withoutSecrets('to: ada@example.org, bob@example.org')).toBe('to: ada@example.org, •••');
  });
});
