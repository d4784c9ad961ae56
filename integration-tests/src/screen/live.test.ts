// The live picture and remote hands through a whole Karna, on a real X server.
import { spawn } from 'node:child_process';
import { type Desktop, openX11Desktop } from '@karna/action-agent/desktop';
import { XWitness } from '@karna/action-agent/witness';
import type { KarnaClient, LiveScreen, ScreenEvent } from '@karna/client';
import { nodeDecoders } from '@karna/client/node';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStandalone, type World } from '../world/index.ts';
import { becomesExact, isSame } from './comparing.ts';

const patient = { timeoutMs: 45_000 };

let world: World;
let client: KarnaClient;
/** The same display without Karna between: what is truly there, and the hands of a person who sits there. */
let there: Desktop;
beforeAll(async () => {
  world = await openStandalone();
  client = await world.connect();
  there = await openX11Desktop({ display: world.display, environment: {}, log: quiet });
});
afterAll(async () => {
  await there?.close();
  await world?.close();
});

async function watch() {
  const screen = await client.watchScreen({ decoders: nodeDecoders });
  const events: ScreenEvent[] = [];
  screen.listen((event) => events.push(event));
  await screen.until('live');
  return Object.assign(screen, { events });
}

/** The grey that lies between the thin lines of a mask. */
const maskColour = [0x8a, 0x8f, 0x98];

/** Where the picture is masked: offsets of pixels. */
function masked({ picture: { data } }: LiveScreen): number[] {
  const found: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    if (maskColour.every((value, index) => data[at + index] === value)) found.push(at);
  }
  return found;
}

/** A terminal that shows these lines and stays. */
function terminal(lines: readonly string[]): Disposable {
  const script = `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}; sleep 1000`;
  const args = ['-geometry', '60x8+700+400', '-fa', 'DejaVu Sans Mono', '-fs', '12', '-e', 'sh', '-c', script];
  const child = spawn('xterm', args, { env: { ...process.env, DISPLAY: world.display }, stdio: 'ignore' });
  return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

test('two viewers see what the display shows, to the pixel, also what is written', { timeout: 120_000 }, async () => {
  await using one = await watch();
  await using other = await watch();
  const window = await XWitness.open(world.display, 'Live', { x: 60, y: 60, width: 300, height: 200 }, quiet);
  for (let n = 0; n < 20; n++) await window.paint({ x: n * 10, y: n * 5, width: 60, height: 40 }, n * 0x0b_1d05);
  using _ = terminal(['an ordinary line', 'and another']);
  await there.pointer.move({ x: 5, y: 5 });
  for (const screen of [one, other]) await becomesExact(screen, there);
  expect(one.events.some(({ kind }) => kind === 'pointer')).toBe(true);
  await window.close();
  for (const screen of [one, other]) await becomesExact(screen, there);
});

test('a card number is in no picture that a viewer ever had', { timeout: 120_000 }, async () => {
  await using screen = await watch();
  const had: Uint8ClampedArray[] = [];
  screen.listen(({ kind }) => kind === 'painted' && had.push(screen.picture.data.slice()));
  const before = screen.picture.data.slice();
  using _ = terminal(['paid with', '', '          4111 1111 1111 1111', '', 'today']);
  await eventually(
    () => (masked(screen).length > 1000 ? undefined : `${masked(screen).length} masked pixels`),
    patient,
  );
  const { pixels } = await there.screen.capture();
  const ink = masked(screen).filter((at) => (pixels[at] ?? 0) < 0x40 && (pixels[at + 2] ?? 0) < 0x40);
  expect(ink.length).toBeGreaterThan(100);
  // Before the terminal was there, its place was black, as ink is.
  const since = had.filter((picture) => ink.some((at) => picture[at] !== before[at]));
  expect(since.length).toBeGreaterThan(0);
  for (const picture of since) {
    const legible = ink.filter((at) => isSame(picture, pixels, at)).length;
    expect(legible / ink.length).toBeLessThan(0.2);
  }
});

test('remote hands reach the application, and let go when their viewer is gone', { timeout: 120_000 }, async () => {
  const window = await XWitness.open(world.display, 'Hands', { x: 60, y: 60, width: 300, height: 200 }, quiet);
  const screen = await watch();
  await using other = await watch();
  await eventually(() => screen.takeHands().then(() => undefined, String), patient); // nobody there acted lately
  await eventually(() => (screen.hands.mine ? undefined : 'the hands'), patient);
  screen.button('left', true, { x: 150, y: 150 });
  screen.button('left', false);
  screen.key('ä', true);
  screen.key('ä', false);
  screen.key('Control', true);
  screen.key('k', true);
  const told = async () =>
    (await window.events()).map((event) => ('key' in event ? `${event.kind} ${event.key}` : event.kind));
  await eventually(async () => {
    const all = await told();
    return all.includes('key-down k') ? undefined : `the keys after ${all}`;
  }, patient);
  expect(await told()).toEqual(expect.arrayContaining(['button-down', 'button-up', 'key-down ä', 'key-up ä']));
  await eventually(() => (other.hands.principal !== '' && !other.hands.mine ? undefined : 'the word to the other'));

  await screen[Symbol.asyncDispose]();
  await eventually(async () => {
    const all = await told();
    return all.includes('key-up k') && all.includes('key-up Control') ? undefined : `that it lets go: ${all}`;
  }, patient);
  await eventually(() => (other.hands.reason === 'HANDS_REASON_LOST' ? undefined : 'the word to the other'));
  await window.close();
});

test('the person at the desktop takes the hands away; who teaches from afar is recorded', {
  timeout: 120_000,
}, async () => {
  await using screen = await watch();
  const take = () => screen.takeHands().then(() => undefined, String);
  await eventually(take, patient);
  // A person goes on moving; one move right after the hands were taken may pass for a viewer's.
  let x = 30;
  await eventually(async () => {
    if (screen.hands.reason === 'HANDS_REASON_PERSON') return undefined;
    x = (x + 7) % 400;
    await there.pointer.move({ x, y: 30 });
    return 'the loss';
  }, patient);
  await expect(screen.takeHands({ over: true })).rejects.toMatchObject({ code: 'desktop.busy' });

  const { id } = await client.teaching.start('press a key');
  await eventually(take, patient);
  screen.key('F6', true);
  screen.key('F6', false);
  await eventually(async () => {
    const { acts } = await client.teaching.recording(id);
    return acts.some(({ what }) => what?.$case === 'chord' && what.value.chord === 'F6') ? undefined : 'the act';
  }, patient);
  await client.teaching.stop(id);
});
