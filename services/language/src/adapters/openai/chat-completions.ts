import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
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
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
  error: z.unknown().optional(),
});
type Event = z.output<typeof eventShape>;

/** A model behind `POST {url}/chat/completions` with streaming and tools: Ollama, vLLM, llama.cpp, or a hosted one. */
export class ChatCompletions implements LanguageModel {
  readonly #endpoint: Endpoint;

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
    yield* calls.complete();
  }

  async #send({ rules, matter, picture, tools, maxTokens }: ModelQuestion, signal: AbortSignal): Promise<Response> {
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
      temperature: 0,
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
    };
    const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
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
    if (response.ok) return response;
    await response.body?.cancel();
    throw refusal(response);
  }
}

/** Calls come in pieces, several at once, told apart by their place; some servers send each whole and without one. */
class Calls {
  readonly #open = new Map<number, { tool: string; given: string }>();

  add(pieces: NonNullable<NonNullable<Event['choices'][number]['delta']>['tool_calls']>): void {
    for (const { index, function: called } of pieces) {
      const place = index ?? this.#open.size;
      const call = this.#open.get(place) ?? { tool: '', given: '' };
      if (!this.#open.has(place) && this.#open.size >= maxCalls) {
        throw new DomainError('llm.too_long', `the language model called more than ${maxCalls} tools at once`);
      }
      this.#open.set(place, { tool: call.tool + (called?.name ?? ''), given: call.given + (called?.arguments ?? '') });
    }
  }

  complete(): ModelPiece[] {
    return [...this.#open].sort(([a], [b]) => a - b).map(([, call]) => ({ is: 'called', ...call }));
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
