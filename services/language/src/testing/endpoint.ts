import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one request was. */
export interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: unknown }[];
    readonly tools: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
    readonly max_tokens: number;
    readonly stream: boolean;
  };
}

/** Plays one answer; the request has been read. */
export type Play = (response: ServerResponse, received: Received) => void | Promise<void>;

export interface Endpoint extends AsyncDisposable {
  /** As `KARNA_LANGUAGE_LLM_URL` takes it. */
  readonly url: string;
  readonly received: readonly Received[];
  /** Connections that are open now. */
  open(): Promise<number>;
  /** Answers the next requests, in order; the last one goes on. */
  play(...plays: readonly Play[]): void;
}

/** A real HTTP server on loopback that speaks as OpenAI-compatible endpoints do, or as they should not. */
export async function startEndpoint(): Promise<Endpoint> {
  const received: Received[] = [];
  let plays: readonly Play[] = [notFound];
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      const one: Received = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body: JSON.parse(text),
      };
      received.push(one);
      const [play = notFound, ...rest] = plays;
      if (rest.length > 0) plays = rest;
      return play(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    open: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    play: (...next) => {
      plays = next;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const notFound: Play = (response) => void response.writeHead(404).end('{}');

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = '{"error":{"message":"no"}}'): Play =>
  (response) =>
    void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body);

export interface CalledTool {
  readonly name: string;
  /** Written as JSON, unless it is a text. */
  readonly arguments: unknown;
}

export interface Answered {
  readonly text?: string;
  readonly calls?: readonly CalledTool[];
  readonly finish?: string;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (value: unknown, finish: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: value, finish_reason: finish }],
});

/** The events of a complete answer, as such servers write them: words one by one, the arguments of calls in pieces. */
export function eventsOf({ text = '', calls = [], finish, usage }: Answered): string[] {
  const words = text.match(/\S+\s*/g) ?? [];
  const called = calls.flatMap(({ name, arguments: given }, index) => {
    const written = typeof given === 'string' ? given : JSON.stringify(given);
    const half = Math.ceil(written.length / 2);
    return [
      delta({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] }),
      delta({ tool_calls: [{ index, function: { arguments: written.slice(0, half) } }] }),
      delta({ tool_calls: [{ index, function: { arguments: written.slice(half) } }] }),
    ];
  });
  return [
    event(delta({ role: 'assistant', content: '' })),
    ...words.map((content) => event(delta({ content }))),
    ...called.map(event),
    event(delta({}, finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'))),
    ...(usage ? [event({ choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ];
}

/** A complete answer. */
export const answers =
  (answer: Answered): Play =>
  (response) =>
    void begin(response).end(eventsOf(answer).join(''));

/** The same, in chunks that end anywhere, also inside a letter. */
export const answersInPieces =
  (answer: Answered, bytes = 7): Play =>
  async (response) => {
    begin(response);
    const all = Buffer.from(eventsOf(answer).join('').replaceAll('\n\n', '\r\n\r\n'));
    for (let at = 0; at < all.length; at += bytes) {
      response.write(all.subarray(at, at + bytes));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };

/** Begins to answer, and breaks off: the connection is cut, or ends as if all had been said. */
export const breaksOff =
  (answer: Answered, how: 'cut' | 'ends'): Play =>
  (response) => {
    begin(response);
    const said = eventsOf(answer).slice(0, -2).join('');
    if (how === 'ends') response.end(said);
    else response.write(said, () => setTimeout(() => response.destroy(), 20));
  };

/** Takes the question and says nothing, until the other side leaves. */
export const silent: Play = () => {};

/** Says a word again and again, until the other side leaves. */
export const neverEnds =
  (word = 'and '): Play =>
  (response) => {
    begin(response);
    const timer = setInterval(() => response.write(event(delta({ content: word }))), 1);
    response.on('close', () => clearInterval(timer));
  };

/** These bytes, whatever they are. */
export const raw =
  (text: string): Play =>
  (response) =>
    void begin(response).end(text);
