import { systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { AgentMessage } from '@karna/proto/gen/agent/v1/agent';
import type { Act, RecordingState } from '@karna/proto/gen/recording/v1/recording';
import { unknownCharacter } from '@karna/proto/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MemoryDesktop, openMemoryDesktop } from './adapters/memory/open.ts';
import { MemoryReader, writtenLine } from './adapters/memory/reader.ts';
import { MemorySpool } from './adapters/memory/spool.ts';
import { pngPictures } from './adapters/png.ts';
import { agentEvents } from './events.ts';
import type { Accessible } from './ports.ts';
import { Recorder } from './recorder.ts';
import { Redaction } from './redaction.ts';

type Body = NonNullable<AgentMessage['body']>;

let desktop: MemoryDesktop;
let spool: MemorySpool;
let reader: MemoryReader;
let told: Body[];
let accessible: Accessible[];
let recorder: Recorder;
let isAcknowledged: boolean;

/** Another run of the agent on the same desktop and spool. */
function start(): Recorder {
  const made: Recorder = new Recorder({
    desktop,
    spool,
    redaction: new Redaction({
      policy: { patterns: new Set(['card', 'email']), fields: true, regions: [], windows: [/Vault/] },
      reader,
    }),
    accessibility: { elements: async () => accessible, close: async () => {} },
    pictures: pngPictures,
    clock: systemClock,
    events: agentEvents(quiet),
    tell: (body) => {
      told.push(body);
      if (body.$case !== 'act' || !isAcknowledged) return;
      const { recordingId, act } = body.value;
      queueMicrotask(() => made.kept({ recordingId, number: act?.number ?? 0 }));
    },
  });
  return made;
}

const order = (state: RecordingState, kept = 0, discard = false) =>
  recorder.order({ recordingId: 'rec_1', state, kept, discard });
const run = () => order('RECORDING_STATE_RUNNING');
const stop = () => order('RECORDING_STATE_STOPPED');
const acts = (): Act[] => told.flatMap((body) => (body.$case === 'act' && body.value.act ? [body.value.act] : []));
const pictures = () => told.flatMap((body) => (body.$case === 'picture' ? [body.value.sha256] : []));

beforeEach(async () => {
  desktop = openMemoryDesktop();
  desktop.scene.add('Form', 'form', { x: 40, y: 40, width: 400, height: 200 }, [
    { x: 10, y: 10, width: 380, height: 40 },
    { x: 10, y: 80, width: 380, height: 40 },
  ]);
  spool = new MemorySpool();
  reader = new MemoryReader();
  told = [];
  accessible = [];
  isAcknowledged = true;
  recorder = start();
  recorder.connected();
});
afterEach(async () => {
  await recorder.close();
  await desktop.close();
});

const upper = { x: 100, y: 80 };
const lower = { x: 100, y: 150 };

describe('a recording', () => {
  it('tells each act in order, with its window and the screen before and after it', async () => {
    await run();
    await desktop.person.click(upper);
    await desktop.person.type('Ada');
    await desktop.person.press('Tab');
    expect(await stop()).toEqual({ acts: 3, waiting: 0 });
    expect(acts()).toMatchObject([
      {
        number: 1,
        what: { $case: 'pressed', value: { at: upper, count: 1 } },
        window: { application: 'form', title: 'Form' },
      },
      { number: 2, what: { $case: 'typed', value: { keys: ['A', 'd', 'a'], secret: false } } },
      { number: 3, what: { $case: 'chord', value: { chord: 'Tab' } } },
    ]);
    expect(acts().every(({ before, after }) => before !== '' && after !== '')).toBe(true);
    expect(acts()[1]?.before).not.toBe(acts()[1]?.after);
    const shown = acts().flatMap(({ before, after }) => [before, after]);
    expect(new Set(pictures())).toEqual(new Set(shown));
  });

  it('tells an act while it goes on, without waiting for its end', async () => {
    await run();
    await desktop.person.click(upper);
    await eventually(() => (acts().length === 1 ? undefined : 'the act'), { timeoutMs: 10_000 });
  });

  it('hears nothing of what the agent does itself, and nothing before and after it', async () => {
    await desktop.person.click(upper);
    await run();
    await desktop.keyboard.type('mine', new AbortController().signal);
    await desktop.person.click(lower);
    await stop();
    await desktop.person.click(upper);
    expect(acts()).toMatchObject([{ what: { $case: 'pressed', value: { at: lower } } }]);
  });

  it('hears nothing while it is paused, and numbers on afterwards', async () => {
    await run();
    await desktop.person.click(upper);
    await order('RECORDING_STATE_PAUSED');
    await desktop.person.click(lower);
    expect(recorder.isTaught).toBe(false);
    await run();
    await desktop.person.press('Enter');
    await stop();
    expect(acts().map(({ number, what }) => [number, what?.$case])).toEqual([
      [1, 'pressed'],
      [2, 'chord'],
    ]);
  });

  it('is ended at the desktop itself', async () => {
    await run();
    await desktop.person.click(upper);
    expect(await recorder.endHere()).toEqual({ recordingId: 'rec_1', acts: 1 });
    expect(await recorder.endHere()).toBeUndefined();
  });

  it('does not tell of the halt key', async () => {
    await run();
    await desktop.person.press('Control', 'Alt', 'Escape');
    expect(await stop()).toEqual({ acts: 0, waiting: 0 });
  });
});

describe('typed text', () => {
  const secretIn = async (prepare: () => Promise<void> | void, text = 'hunter2') => {
    await prepare();
    await run();
    await desktop.person.click(upper);
    await desktop.person.type(text);
    await stop();
    const [typed] = acts().flatMap(({ what }) => (what?.$case === 'typed' ? [what.value] : []));
    return typed;
  };
  const isSecret = { keys: [], secret: true };

  it('is a secret in a field of which the application says that it hides text', async () => {
    const field: Accessible = {
      box: { x: 50, y: 70, width: 380, height: 40 },
      role: 'ROLE_TEXT_FIELD',
      name: '',
      checked: 'CHECKED_STATE_UNSPECIFIED',
      selected: false,
      disabled: false,
      focused: true,
      hidesText: true,
    };
    expect(await secretIn(() => void accessible.push(field))).toEqual(isSecret);
  });

  it('is a secret in a field that looks hidden: bullets stand in it', async () => {
    expect(await secretIn(() => void reader.lines.push(writtenLine('•••••••', 60, 76)))).toEqual(isSecret);
  });

  it('is a secret when it is written like one', async () => {
    expect(await secretIn(() => {}, '4111 1111 1111 1111')).toEqual(isSecret);
  });

  it('is a secret in a window that is masked as a whole', async () => {
    const hide = () =>
      void desktop.scene.add('Vault', 'vault', { x: 40, y: 40, width: 400, height: 200 }, [
        { x: 10, y: 10, width: 380, height: 40 },
      ]);
    expect(await secretIn(hide)).toEqual(isSecret);
  });

  it('is a secret when the screen cannot be read, and no picture leaves', async () => {
    const typed = await secretIn(() => {
      reader.failure = new Error('the reader is ill');
    });
    expect(typed).toEqual(isSecret);
    expect(pictures()).toEqual([]);
    expect(acts().every(({ before, after }) => before === '' && after === '')).toBe(true);
  });

  it('is a secret when a character of it cannot be told: none is guessed', async () => {
    expect(await secretIn(() => {}, `Ada${unknownCharacter}`)).toEqual(isSecret);
  });

  it('is told anywhere else, addresses included', async () => {
    expect(await secretIn(() => {}, 'ada@example.org')).toEqual({ keys: [...'ada@example.org'], secret: false });
  });

  it('never reaches the spool when it is a secret', async () => {
    isAcknowledged = false;
    recorder.disconnected();
    expect(await secretIn(() => void reader.lines.push(writtenLine('•••••••', 60, 76)))).toBeUndefined();
    const waiting = await spool.waiting('rec_1');
    expect(waiting).toHaveLength(2);
    expect(JSON.stringify(waiting)).not.toContain('"h"');
  });
});

describe('a lost connection', () => {
  it('loses no act: they are sent when it is back, with their pictures', async () => {
    await run();
    recorder.disconnected();
    await desktop.person.click(upper);
    await desktop.person.type('Ada');
    expect(await stop()).toEqual({ acts: 2, waiting: 2 });
    expect(acts()).toEqual([]);
    recorder.connected();
    await eventually(() => (acts().length >= 2 ? undefined : 'acts'), { timeoutMs: 5_000 });
    expect(acts().map(({ number }) => number)).toEqual([1, 2]);
    await eventually(async () => ((await spool.recordings()).length === 0 ? undefined : 'the spool'), {
      timeoutMs: 5_000,
    });
  });

  it('sends again what was on its way', async () => {
    isAcknowledged = false;
    await run();
    await desktop.person.click(upper);
    await eventually(() => (acts().length === 1 ? undefined : 'the act'), { timeoutMs: 10_000 });
    recorder.disconnected();
    recorder.connected();
    await eventually(() => (acts().length === 2 ? undefined : 'the act again'), { timeoutMs: 5_000 });
    expect(acts()[1]).toEqual(acts()[0]);
    expect(pictures().length).toBe(2 * new Set(pictures()).size);
  });
});

describe('a recording whose person is not heard any more', () => {
  it('ends with what was seen, and says so', async () => {
    await run();
    await desktop.person.click(upper);
    desktop.person.fail(new DomainError('action.failed', 'the hook died'));
    const ended = () => told.find((body) => body.$case === 'recordingEnded')?.value;
    await eventually(() => (ended() ? undefined : 'the end'), { timeoutMs: 10_000 });
    expect(ended()).toEqual({ recordingId: 'rec_1', acts: 1 });
    expect(recorder.isRecording).toBe(false);
  });
});

it('is none where the person cannot be heard', async () => {
  const refusal = new DomainError('action.unsupported', 'the system does not allow it');
  desktop = { ...desktop, personWatch: { watch: () => Promise.reject(refusal) } };
  recorder = start();
  await expect(run()).rejects.toBe(refusal);
  expect(recorder.isRecording).toBe(false);
});

describe('a killed agent', () => {
  it('goes on with the recording, and says that something may be missing', async () => {
    isAcknowledged = false;
    await run();
    await desktop.person.click(upper);
    await eventually(async () => ((await spool.waiting('rec_1')).length === 1 ? undefined : 'the act'), {
      timeoutMs: 10_000,
    });
    told = [];
    isAcknowledged = true;
    recorder = start(); // the one before is never heard of again
    await recorder.open();
    recorder.connected();
    await run();
    await desktop.person.press('Enter');
    expect(await stop()).toEqual({ acts: 2, waiting: 0 });
    expect(acts().map(({ number, gap }) => [number, gap])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('hands over what it had of a recording that nobody goes on with', async () => {
    recorder.disconnected();
    await run();
    await desktop.person.click(upper);
    await stop();
    recorder = start();
    await recorder.open();
    recorder.connected();
    await eventually(() => (acts().length === 1 ? undefined : 'the act'), { timeoutMs: 5_000 });
  });

  it('throws away what nobody wants', async () => {
    recorder.disconnected();
    await run();
    await desktop.person.click(upper);
    await order('RECORDING_STATE_STOPPED', 0, true);
    expect(await spool.recordings()).toEqual([]);
  });
});
