import { expect, test } from 'vitest';
import { type Mail, Outbox, type Sink } from './outbox.ts';

/** A reader that takes one message at a time, when told. */
class Reader implements Sink {
  readonly got: Mail[] = [];
  #sent: ((error?: Error | null) => void) | undefined;
  send(mail: Mail, sent: (error?: Error | null) => void): void {
    this.got.push(mail);
    this.#sent = sent;
  }
  reads(error?: Error): void {
    const sent = this.#sent;
    this.#sent = undefined;
    sent?.(error);
  }
}

function make(maxWaiting = 4) {
  const reader = new Reader();
  const seen = { overruns: 0 };
  const box = new Outbox(reader, {
    maxWaiting,
    onOverrun: () => {
      seen.overruns += 1;
    },
  });
  return { reader, box, seen };
}

test('hands over one letter at a time, in order', () => {
  const { reader, box } = make();
  for (const letter of ['a', 'b', 'c']) box.letter(letter);
  expect(reader.got).toEqual(['a']);
  reader.reads();
  reader.reads();
  expect(reader.got).toEqual(['a', 'b', 'c']);
});

test('says so when more letters wait than it may keep', () => {
  const { box, seen } = make(2);
  for (const letter of ['leaves at once', 'b', 'c']) box.letter(letter);
  expect(seen.overruns).toBe(0);
  box.letter('d');
  expect(seen.overruns).toBe(1);
});

test('keeps only the newest report per key, after the letters', () => {
  const { reader, box } = make();
  box.letter('first');
  box.latest('cpu', () => 'cpu 1');
  box.latest('disk', () => 'disk 1');
  box.latest('cpu', () => 'cpu 2');
  box.letter('second');
  for (let read = 0; read < 4; read += 1) reader.reads();
  expect(reader.got).toEqual(['first', 'second', 'cpu 2', 'disk 1']);
});

test('has room again once the reader has caught up', async () => {
  const { reader, box } = make(100);
  for (let letter = 0; letter < 20; letter += 1) box.letter(String(letter));
  const seen = { room: false };
  const room = box.room().then(() => {
    seen.room = true;
  });
  for (let read = 0; read < 5; read += 1) reader.reads();
  await Promise.resolve();
  expect(seen.room).toBe(false);
  for (let read = 0; read < 10; read += 1) reader.reads();
  await room;
  expect(seen.room).toBe(true);
});

test('wakes whoever waits when it is closed, and drops the rest', async () => {
  const { reader, box } = make(100);
  for (let letter = 0; letter < 20; letter += 1) box.letter(String(letter));
  const waiting = Promise.all([box.room(), box.empty()]);
  box.close();
  await waiting;
  reader.reads();
  expect(reader.got).toEqual(['0']);
});

test('stops when the socket fails', async () => {
  const { reader, box } = make();
  box.letter('a');
  box.letter('b');
  reader.reads(new Error('reset'));
  await box.empty();
  expect(reader.got).toEqual(['a']);
});
