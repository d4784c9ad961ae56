import { StatusMessage, StatusRequest } from '@karna/proto/gen/channel/v1/status';
import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import type { ServiceReported } from '@karna/proto/gen/service/v1/service';
import { freshId } from '@karna/proto/ids';
import { backoffMs, sleep } from './backoff.ts';
import { type Access, type Channel, isFinal, openChannel } from './channel.ts';
import { KarnaError } from './errors.ts';

export type StatusUpdate =
  | { readonly kind: 'service'; readonly report: ServiceReported }
  | { readonly kind: 'desktop'; readonly report: DesktopReported };

export interface StatusSnapshot {
  readonly services: readonly ServiceReported[];
  readonly desktops: readonly DesktopReported[];
}

/** How long the gateway may take to answer a snapshot (ms). */
const snapshotMs = 10_000;

/** How services and desktops are: what is known now, then what changes. Comes back after a drop with everything known. */
export async function* watchStatus(access: Access, signal: AbortSignal): AsyncGenerator<StatusUpdate, never> {
  const ending = new AbortController();
  const newest = new Newest();
  const onAbort = () => newest.fail(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  keepWatching(access, newest, AbortSignal.any([signal, ending.signal])).catch((error: unknown) => newest.fail(error));
  try {
    return yield* newest.read();
  } finally {
    signal.removeEventListener('abort', onAbort);
    ending.abort();
  }
}

/** Everything known now. */
export async function statusSnapshot(access: Access, signal: AbortSignal): Promise<StatusSnapshot> {
  const { promise, resolve, reject } = Promise.withResolvers<StatusSnapshot>();
  promise.catch(() => {}); // looked at only once the channel is open
  const id = freshId<string>('req');
  const ended = AbortSignal.any([signal, AbortSignal.timeout(snapshotMs)]);
  const giveUp = () => reject(signal.aborted ? signal.reason : noSnapshot());
  ended.addEventListener('abort', giveUp, { once: true });
  const hear = ({ body }: StatusMessage) => {
    if (body?.$case !== 'reply' || body.value.id !== id) return;
    const { fault, services, desktops } = body.value;
    if (fault) reject(KarnaError.fromFault(fault));
    else resolve({ services, desktops });
  };
  try {
    const channel = await openStatus(access, ended, reject, hear);
    channel.send({ id, body: { $case: 'snapshot', value: {} } });
    return await promise.finally(() => channel.close());
  } finally {
    ended.removeEventListener('abort', giveUp);
  }
}

/** Updates that wait for a reader: the newest per subject. */
class Newest {
  readonly #waiting = new Map<string, StatusUpdate>();
  #failed: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  put(update: StatusUpdate): void {
    const subject = update.kind === 'service' ? update.report.instance : update.report.desktopId;
    this.#waiting.set(`${update.kind} ${subject}`, update);
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failed ??= { error };
    this.#wake();
  }

  async *read(): AsyncGenerator<StatusUpdate, never> {
    for (;;) {
      const [first] = this.#waiting;
      if (this.#failed) throw this.#failed.error;
      if (first) {
        this.#waiting.delete(first[0]);
        yield first[1];
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** A gateway that cannot be reached at first is an error; one that was lost is waited for. */
async function keepWatching(access: Access, newest: Newest, signal: AbortSignal): Promise<never> {
  let dropped = (await watchOnce(access, newest, signal)).dropped;
  for (let attempt = 0; ; attempt += 1) {
    const error = await dropped;
    if (isFinal(error)) throw error;
    await sleep(backoffMs(attempt), signal);
    try {
      dropped = (await watchOnce(access, newest, signal)).dropped;
      attempt = 0;
    } catch (refused) {
      if (!(refused instanceof KarnaError)) throw refused;
      dropped = Promise.resolve(refused);
    }
  }
}

async function watchOnce(access: Access, newest: Newest, signal: AbortSignal) {
  const { promise: dropped, resolve: onClose } = Promise.withResolvers<KarnaError>();
  await openStatus(access, signal, onClose, ({ body }) => {
    if (body?.$case === 'service') newest.put({ kind: 'service', report: body.value });
    if (body?.$case === 'desktop') newest.put({ kind: 'desktop', report: body.value });
  });
  return { dropped };
}

const noSnapshot = () => new KarnaError('request.deadline', `the gateway did not answer within ${snapshotMs} ms`);

function openStatus(
  access: Access,
  signal: AbortSignal,
  onClose: (error: KarnaError) => void,
  onMessage: (message: StatusMessage) => void,
): Promise<Channel<StatusRequest>> {
  return openChannel<StatusMessage, StatusRequest>({
    access,
    path: '/v1/status',
    needs: 'observe',
    incoming: StatusMessage,
    outgoing: StatusRequest,
    closingOf: ({ body }) => (body?.$case === 'closing' ? body.value : undefined),
    onMessage,
    onClose,
    signal,
  });
}
