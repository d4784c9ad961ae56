import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { ParseReply, ParseRequest } from '@karna/proto/gen/vision/v1/vision';
import { expect, test } from 'vitest';
import { inTheirOrder } from './in-order.ts';

const never = new AbortController().signal;
const request = (id: string) => ParseRequest.fromPartial({ id });
const reply = ({ id }: ParseRequest) => ParseReply.fromPartial({ id });

async function* requests(...ids: string[]) {
  for (const id of ids) yield request(id);
}

async function all(answers: AsyncIterable<ParseReply>): Promise<ParseReply[]> {
  const taken: ParseReply[] = [];
  for await (const answer of answers) taken.push(answer);
  return taken;
}

test('answers in the order of the requests, whichever is ready first', async () => {
  const waits: Record<string, number> = { slow: 40, quick: 1, middling: 15 };
  const parse = async (asked: ParseRequest) => delay(waits[asked.id] ?? 0, reply(asked));
  const answers = await all(inTheirOrder(requests('slow', 'quick', 'middling', 'quick'), parse, never, quiet));
  expect(answers.map(({ id }) => id)).toEqual(['slow', 'quick', 'middling', 'quick']);
});

test('answers one image before the next is sent', async () => {
  const got: string[] = [];
  const sent = Promise.withResolvers<void>();
  async function* patient() {
    yield request('first');
    await sent.promise; // only after the first answer
    yield request('second');
  }
  for await (const { id } of inTheirOrder(patient(), async (asked) => reply(asked), never, quiet)) {
    got.push(id);
    sent.resolve();
  }
  expect(got).toEqual(['first', 'second']);
});

test('makes what is wrong with one image its answer, and goes on', async () => {
  const parse = async (asked: ParseRequest) => {
    if (asked.id === 'bad') throw new DomainError('image.invalid', 'cut off');
    return reply(asked);
  };
  const answers = await all(inTheirOrder(requests('good', 'bad', 'good'), parse, never, quiet));
  expect(answers.map(({ fault }) => fault?.code)).toEqual([undefined, 'image.invalid', undefined]);
});

test('hides what nobody foresaw behind an incident id', async () => {
  const parse = () => Promise.reject(new Error('password=hush'));
  const [answer] = await all(inTheirOrder(requests('x'), parse, never, quiet));
  expect(answer?.fault).toMatchObject({ code: 'internal', incidentId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(JSON.stringify(answer)).not.toContain('hush');
});

test('takes no more requests than it has in hand while nobody takes its answers', async () => {
  let taken = 0;
  async function* endless() {
    for (;;) yield request(`${taken++}`);
  }
  const answers = inTheirOrder(endless(), async (asked) => reply(asked), never, quiet);
  await answers.next();
  await delay(20);
  expect(taken).toBeLessThanOrEqual(5);
  await answers.return(undefined);
});

test('calls off what is under way when the caller leaves', async () => {
  const hangUp = new AbortController();
  let calledOff = 0;
  const parse = (_: ParseRequest, signal: AbortSignal) =>
    new Promise<ParseReply>((__, reject) =>
      signal.addEventListener('abort', () => {
        calledOff += 1;
        reject(signal.reason);
      }),
    );
  const answers = all(inTheirOrder(requests('a', 'b'), parse, hangUp.signal, quiet));
  await delay(5);
  hangUp.abort(new DomainError('request.cancelled', 'gone'));
  await expect(answers).rejects.toMatchObject({ code: 'request.cancelled' });
  expect(calledOff).toBe(2);
});
