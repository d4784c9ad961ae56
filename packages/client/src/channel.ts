import { errorCodes, isErrorCode } from '@karna/proto/errors';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';
import { socketAddress, tokenProtocol } from './address.ts';
import { KarnaError } from './errors.ts';
import { whoAmI } from './http.ts';
import { type Codec, type Protocol, wireFor } from './wire.ts';

export interface Access {
  /** The gateway: `http://127.0.0.1:7400`, as `npm start` prints it. */
  readonly url: string;
  readonly token: string;
  /** Default `karna.v1.proto`. */
  readonly protocol?: Protocol;
}

export interface ChannelOptions<In, Out> {
  readonly access: Access;
  readonly path: string;
  /** The scope without which the gateway refuses this channel. */
  readonly needs?: string;
  readonly incoming: Codec<In>;
  readonly outgoing: Codec<Out>;
  /** The fault in a channel's last message, if it is one. */
  readonly closingOf: (message: In) => Fault | undefined;
  readonly onMessage: (message: In, channel: Channel<Out>) => void;
  /** Called once, after it was open. */
  readonly onClose: (error: KarnaError) => void;
  readonly signal: AbortSignal;
}

export interface Channel<Out> {
  send(message: Out): void;
  /** Lets go of it at once; `onClose` is not called any more. */
  close(): void;
}

/** Opens one WebSocket of the gateway; rejects with the reason why it would not open. */
export function openChannel<In, Out>(options: ChannelOptions<In, Out>): Promise<Channel<Out>> {
  const { access, path, incoming, outgoing, signal } = options;
  const { url, token, protocol = 'karna.v1.proto' } = access;
  signal.throwIfAborted();
  const wire = wireFor(protocol, incoming, outgoing);
  const socket = new WebSocket(socketAddress(url, path), [protocol, tokenProtocol(token)]);
  socket.binaryType = 'arraybuffer';
  const listening = new AbortController();
  const on = { signal: listening.signal };
  let isOpen = false;
  let said: KarnaError | undefined;

  const close = () => {
    listening.abort();
    socket.close();
  };
  const channel: Channel<Out> = { send: (message) => socket.send(wire.write(message)), close };
  const hear = (message: In) => {
    const closing = options.closingOf(message);
    if (closing) said = KarnaError.fromFault(closing);
    else options.onMessage(message, channel);
  };

  return new Promise((resolve, reject) => {
    const abandon = () => {
      close();
      if (!isOpen) reject(signal.reason);
    };
    const opened = () => {
      isOpen = true;
      resolve(channel);
    };
    const ended = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      close();
      if (isOpen) options.onClose(said ?? closeError(code, reason));
      else void whyRefused(options).then(reject);
    };
    const heard = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      const message = readable(() => wire.read(data));
      if (!(message instanceof KarnaError)) return hear(message);
      said = message;
      ended({ code: 1007, reason: message.code });
    };
    signal.addEventListener('abort', abandon, on);
    socket.addEventListener('open', opened, on);
    socket.addEventListener('message', heard, on);
    socket.addEventListener('close', ended, on);
  });
}

function readable<In>(read: () => In): In | KarnaError {
  try {
    return read();
  } catch (cause) {
    return new KarnaError('protocol.unsupported', 'the gateway sent something that this client cannot read', { cause });
  }
}

/** Whether coming back can help. A gap in the facts is told to whoever reads them; the connection itself may go on. */
export const isFinal = ({ code }: KarnaError): boolean =>
  !errorCodes[code].retry && code !== 'internal' && code !== 'task.facts_gone' && code !== 'input.too_large';

// The gateway puts the fault's code into the close reason; 1009 is the WebSocket library's own word for too large.
function closeError(code: number, reason: string): KarnaError {
  if (isErrorCode(reason)) return new KarnaError(reason, `the gateway closed the connection: ${reason}`);
  if (code === 1009) return new KarnaError('input.too_large', 'a message was larger than the gateway takes');
  return new KarnaError('service.unavailable', `the connection to the gateway broke (${code})`);
}

/** A WebSocket does not say why it was refused; the same token over HTTP does. */
async function whyRefused({
  access,
  needs,
  signal,
}: Pick<ChannelOptions<unknown, unknown>, 'access' | 'needs' | 'signal'>) {
  try {
    const { scopes } = await whoAmI({ ...access, signal });
    if (needs === undefined || scopes.includes(needs)) {
      return new KarnaError('service.unavailable', 'the gateway answers, but refused the connection; try again');
    }
    return new KarnaError('auth.forbidden', `this token does not have the scope "${needs}" that this needs`);
  } catch (error) {
    return error;
  }
}
