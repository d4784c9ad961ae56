import { randomUUID } from 'node:crypto';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { ParseReply, ParseRequest } from '@karna/proto/gen/vision/v1/vision';

/** Images of one stream that are looked at or wait for it: enough to keep a worker busy while answers travel. */
const inHand = 4;

/**
 * Answers in the order of the requests, each as soon as it and those before it are there. A request is taken only when fewer than
 * `inHand` are on their way, so that a caller who is slow to take answers is asked for no more. What is wrong with one image is
 * its answer; the others go on.
 */
export async function* inTheirOrder(
  requests: AsyncIterable<ParseRequest>,
  parse: (request: ParseRequest, signal: AbortSignal) => Promise<ParseReply>,
  signal: AbortSignal,
  log: Logger,
): AsyncGenerator<ParseReply> {
  const left = new AbortController();
  const running = AbortSignal.any([signal, left.signal]);
  const source = requests[Symbol.asyncIterator]();
  const answers: Promise<ParseReply>[] = [];
  let taking: Promise<IteratorResult<ParseRequest>> | undefined;
  let isOver = false;
  try {
    while (!isOver || answers.length > 0) {
      if (!isOver && answers.length < inHand) taking ??= source.next();
      const [first] = answers;
      const event = await Promise.race([...(first ? [first.then(() => 'answered')] : []), ...(taking ? [taking] : [])]);
      running.throwIfAborted();
      if (event === 'answered' && first) {
        answers.shift();
        yield await first;
      } else if (taking) {
        const { done, value } = await taking;
        taking = undefined;
        if (done) isOver = true;
        else answers.push(parse(value, running).catch((thrown: unknown) => refused(value, thrown, log)));
      }
    }
  } finally {
    // The caller went away, or the stream broke: nobody hears the rest.
    left.abort(new DomainError('request.cancelled', 'the stream has ended'));
    taking?.catch(() => {});
    await Promise.allSettled(answers);
  }
}

function refused({ id }: ParseRequest, thrown: unknown, log: Logger): ParseReply {
  const error = DomainError.from(thrown);
  const incidentId = error.code === 'internal' ? randomUUID() : '';
  if (incidentId !== '') log.error({ err: thrown, incidentId }, 'an image of a stream failed in a way nobody foresaw');
  const nothing = { width: 0, height: 0, elements: [], lines: [], guesses: [], lookedAt: 0, tookMs: 0 };
  return { id, ...nothing, fault: error.toFault(incidentId) };
}
