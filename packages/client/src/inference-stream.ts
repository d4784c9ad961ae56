import { InferenceMessage, type InferencePart, InferenceRequest } from '@karna/proto/gen/channel/v1/inference';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';
import { freshId } from '@karna/proto/ids';
import { type Access, openChannel } from './channel.ts';
import { KarnaError } from './errors.ts';

type RequestBody = NonNullable<InferenceRequest['body']>;
type PartBody = NonNullable<InferencePart['body']>;
type PartOf<K extends PartBody['$case']> = Extract<PartBody, { $case: K }>['value'];

export interface Inference<K extends PartBody['$case']> {
  readonly access: Access;
  readonly body: RequestBody;
  /** What its parts are. */
  readonly kind: K;
  /** The scope without which the gateway refuses it. */
  readonly needs: string;
  readonly signal: AbortSignal;
}

/** After so many parts the gateway is told that they were taken; it stops at 64 that were not. */
const tellEvery = 16;

/**
 * What a request comes to, part by part, over a connection of its own. The gateway makes no more than is taken here; leaving the loop ends
 * the work. A connection that breaks ends it with an error: nothing is begun again by itself.
 */
export async function* infer<K extends PartBody['$case']>({
  access,
  body,
  kind,
  needs,
  signal,
}: Inference<K>): AsyncGenerator<PartOf<K>, void> {
  const id = freshId<string>('req');
  const arrived = new Arrived();
  const onAbort = () => arrived.fail(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const channel = await openChannel<InferenceMessage, InferenceRequest>({
    access,
    path: '/v1/inference',
    needs,
    incoming: InferenceMessage,
    outgoing: InferenceRequest,
    closingOf: ({ body: message }) => (message?.$case === 'closing' ? message.value : undefined),
    onMessage: ({ body: message }) => {
      if (message?.$case === 'part' && message.value.body) arrived.put(message.value.body);
      if (message?.$case === 'end') arrived.end(message.value.fault);
    },
    onClose: (error) => arrived.fail(error),
    signal,
  });
  try {
    channel.send({ id, traceparent: '', body });
    let taken = 0;
    for await (const part of arrived.read()) {
      if (part.$case !== kind) {
        throw new KarnaError('protocol.unsupported', `the gateway answered ${part.$case}, not ${kind}`);
      }
      yield part.value as PartOf<K>;
      taken += 1;
      if (taken % tellEvery === 0) {
        channel.send({ id, traceparent: '', body: { $case: 'taken', value: { parts: tellEvery } } });
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    channel.close();
  }
}

/** Parts that wait for their reader. What came before an error is read before it. */
class Arrived {
  readonly #waiting: PartBody[] = [];
  #over: { readonly error?: unknown } | undefined;
  #wake: () => void = () => {};

  put(part: PartBody): void {
    this.#waiting.push(part);
    this.#wake();
  }

  end(fault: Fault | undefined): void {
    if (fault) this.fail(KarnaError.fromFault(fault));
    this.#over ??= {};
    this.#wake();
  }

  fail(error: unknown): void {
    this.#over ??= { error };
    this.#wake();
  }

  async *read(): AsyncGenerator<PartBody, void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) yield next;
      else if (this.#over) {
        if ('error' in this.#over) throw this.#over.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
