import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { z } from 'zod';
import { Busy } from '../../domain/model/busy.ts';
import type { LanguageModel, ModelPiece, ModelQuestion } from '../../ports.ts';
import { eventData } from './event-stream.ts';

export interface Endpoint {
  /** Up to and with the version: `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly key: Secret | undefined;
}

/** Some hosted models know the limit by another name, and no temperature; which it is shows when they are asked. */
type Dialect = 'usual' | 'newer';

/** Bytes of an answer beyond which nobody reads on, whatever the tokens were to be. */
const maxBytes = 1024 * 1024;
/** Calls in one answer. */
const maxCalls = 50;

const eventShape = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.int().min(0).optional(),
                  id: z.string().nullish(),
                  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).optional(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  // Counted by some in other ways, or not at all: an answer is none the worse for it.
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish().catch(undefined),
  error: z.unknown().optional(),
});
type Event = z.output<typeof eventShape>;

/** A model behind `POST {url}/chat/completions` with streaming and tools: Ollama, vLLM, llama.cpp, or a hosted one. */
export class ChatCompletions implements LanguageModel {
  readonly #endpoint: Endpoint;
  #dialect: Dialect = 'usual';

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  async *ask(question: ModelQuestion, signal: AbortSignal): AsyncGenerator<ModelPiece> {
    const calls = new Calls();
    let ending: string | undefined;
    try {
      const response = await this.#send(question, signal);
      for await (const data of eventData(bodyOf(response), maxBytes)) {
        if (data === '[DONE]') break;
        const { choices, usage } = eventIn(data);
        for (const { delta, finish_reason } of choices.slice(0, 1)) {
          if (delta?.content) yield { is: 'said', text: delta.content };
          calls.add(delta?.tool_calls ?? []);
          ending = finish_reason ?? ending;
        }
        if (usage) yield { is: 'used', prompt: usage.prompt_tokens, answer: usage.completion_tokens };
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof DomainError ? error : broken(error);
    }
    if (ending === undefined) throw new DomainError('llm.cut', 'the answer of the language model broke off');
    if (ending === 'length')
      throw new DomainError('llm.too_long', 'the answer of the language model was cut at its limit');
    if (ending === 'content_filter') throw new DomainError('llm.refused', 'the endpoint held the answer back');
    yield* calls.complete();
  }

  async #send(question: ModelQuestion, signal: AbortSignal): Promise<Response> {
    return inSpan('language model', {}, () => this.#answered(question, signal), { kind: 'client' });
  }

  async #answered(question: ModelQuestion, signal: AbortSignal): Promise<Response> {
    let response = await this.#post(question, this.#dialect, signal);
    if (response.status === 400 && this.#dialect === 'usual') {
      await response.body?.cancel();
      response = await this.#post(question, 'newer', signal);
      if (response.ok) this.#dialect = 'newer';
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw refusal(response);
  }

  #post(question: ModelQuestion, dialect: Dialect, signal: AbortSignal): Promise<Response> {
    const { rules, matter, picture, tools, maxTokens } = question;
    const { url, model, key } = this.#endpoint;
    const content = picture
      ? [
          { type: 'text', text: matter },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${Buffer.from(picture).toString('base64')}` } },
        ]
      : matter;
    const body = {
      model,
      messages: [
        { role: 'system', content: rules },
        { role: 'user', content },
      ],
      tools: tools.map((tool) => ({ type: 'function', function: tool })),
      ...(dialect === 'usual' ? { temperature: 0, max_tokens: maxTokens } : { max_completion_tokens: maxTokens }),
      stream: true,
      stream_options: { include_usage: true },
    };
    return fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(key ? { authorization: `Bearer ${key.reveal()}` } : {}),
      },
      body: JSON.stringify(body),
      redirect: 'error', // the key is for this address
      signal,
    });
  }
}

interface OpenCall {
  readonly place: number | undefined;
  readonly id: string;
  tool: string;
  given: string;
}

/** Calls come in pieces, told apart by their place; some servers send each whole, without a place or all at the first one. */
class Calls {
  readonly #open: OpenCall[] = [];

  add(pieces: NonNullable<NonNullable<Event['choices'][number]['delta']>['tool_calls']>): void {
    for (const { index, id, function: called } of pieces) {
      const call = this.#callAt(index, id ?? '');
      call.tool += called?.name ?? '';
      call.given += called?.arguments ?? '';
    }
  }

  complete(): ModelPiece[] {
    return this.#open.map(({ tool, given }) => ({ is: 'called', tool, given }));
  }

  #callAt(place: number | undefined, id: string): OpenCall {
    const known = place === undefined ? undefined : this.#open.findLast((call) => call.place === place);
    if (known && (id === '' || id === known.id)) return known;
    if (this.#open.length >= maxCalls) {
      throw new DomainError('llm.too_long', `the language model called more than ${maxCalls} tools at once`);
    }
    const call = { place, id, tool: '', given: '' };
    this.#open.push(call);
    return call;
  }
}

function eventIn(data: string): Event {
  let event: Event;
  try {
    event = eventShape.parse(JSON.parse(data));
  } catch (cause) {
    throw new DomainError('llm.invalid', 'the language model sent something that is no chat completion', { cause });
  }
  if (event.error !== undefined && event.error !== null) {
    throw new DomainError('llm.unreachable', 'the language model failed in the middle of its answer');
  }
  return event;
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  if (response.headers.get('content-type')?.includes('application/json')) {
    void response.body?.cancel();
    throw new DomainError('llm.refused', 'this endpoint does not stream its answers');
  }
  if (response.body) return response.body;
  throw new DomainError('llm.cut', 'the language model answered nothing');
}

/** Its own words stay out of it: they may repeat what was asked, or the key. */
function refusal({ status, headers }: Response): DomainError {
  const after = Number(headers.get('retry-after'));
  const waitMs = Number.isFinite(after) && after > 0 ? after * 1_000 : 0;
  if (status === 429) return new Busy('the language model is asked too much', waitMs);
  if (status >= 500) {
    const what = `the language model failed (HTTP ${status})`;
    return waitMs > 0 ? new Busy(what, waitMs) : new DomainError('llm.unreachable', what);
  }
  return new DomainError('llm.refused', `the language model does not take the request (HTTP ${status})`);
}

const broken = (cause: unknown): DomainError => {
  const isBeforeAnswer = cause instanceof TypeError && cause.message === 'fetch failed';
  return isBeforeAnswer
    ? new DomainError('llm.unreachable', 'the language model does not answer', { cause })
    : new DomainError('llm.cut', 'the answer of the language model broke off', { cause });
};
