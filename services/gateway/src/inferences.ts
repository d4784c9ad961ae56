import { DomainError } from '@karna/common/errors';
import type { InferencePart, InferenceRequest, PlanCommandRequest } from '@karna/proto/gen/channel/v1/inference';
import type { Halt, InterpretRequest, PlanRequest } from '@karna/proto/gen/language/v1/language';
import { type Caller, requireScope, type Scope } from './domain/caller.ts';
import { chooseDesktop } from './domain/choose-desktop.ts';
import type { Commands, Language, Store } from './ports.ts';

type Body = NonNullable<InferenceRequest['body']>;
/** What a stream answers; the others are about streams. */
export type Inference = Exclude<Body, { $case: 'taken' | 'cancel' }>;
type Part = NonNullable<InferencePart['body']>;

const scopeOf = {
  plan: 'operate',
  train: 'administer',
  paraphrase: 'administer',
  interpret: 'observe',
} as const satisfies Record<Inference['$case'], Scope>;

/** Commands in one request, and of those, how many language is asked at once. */
const mostCommands = 1_000;
const atOnce = 100;

interface Parts {
  readonly store: Store;
  readonly commands: Commands;
  readonly language: Language;
}

/** What clients can have worked out: each answer a stream, made as fast as it is taken. */
export class Inferences {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async *answer(inference: Inference, caller: Caller, signal: AbortSignal): AsyncGenerator<Part> {
    requireScope(caller, scopeOf[inference.$case]);
    const { language } = this.#parts;
    switch (inference.$case) {
      case 'plan':
        for await (const value of language.plan(await this.#plan(inference.value, caller), signal))
          yield { $case: 'plan', value };
        return;
      case 'train':
        for await (const value of language.train(signal)) yield { $case: 'training', value };
        return;
      case 'paraphrase':
        yield { $case: 'paraphrases', value: await language.paraphrase(inference.value.skillId, signal) };
        return;
      case 'interpret':
        return yield* this.#interpret(inference.value.requests, signal);
      default: {
        const nothing: never = inference;
        return nothing;
      }
    }
  }

  async #plan({ taskId, ...request }: PlanCommandRequest, caller: Caller): Promise<PlanRequest> {
    // The model's words may tell what is on the screen, or what a task does.
    if (request.withScreen || taskId !== '') requireScope(caller, 'observe');
    if (taskId === '') return this.#shown(request, undefined);
    const { task } = await this.#parts.store.tasks.get(taskId);
    if (task?.state !== 'TASK_STATE_HALTED') {
      throw new DomainError('task.state', 'only a halted task can be helped on');
    }
    const { command, domain, desktopId, steps, fault } = task;
    const text = request.text === '' ? command : `${command}\n${request.text}`;
    const done = steps.filter(({ state }) => state === 'STEP_STATE_DONE').map(({ sentence }) => sentence);
    const step = steps.find(({ state }) => state !== 'STEP_STATE_DONE' && state !== 'STEP_STATE_SKIPPED');
    const halt = { done, step: step?.sentence ?? '', code: fault?.code ?? '' };
    return this.#shown({ ...request, text, domain, desktop: desktopId }, halt);
  }

  /** With what is on the screen, as far as it may be shown: nobody looks at it for nothing. */
  async #shown(
    { text, domain, locale, withScreen, desktop }: Omit<PlanCommandRequest, 'taskId'>,
    halt: Halt | undefined,
  ): Promise<PlanRequest> {
    const { store, commands, language } = this.#parts;
    if (text.trim() === '') throw new DomainError('command.empty', 'say what to do');
    const request = { text, domain, locale, screen: [], picture: new Uint8Array(), halt };
    if (!withScreen) return request;
    const { configured, shown } = await language.languageModel();
    if (!configured) return request; // language says so
    if (shown !== 'SCREEN_SHOWN_TEXT' && shown !== 'SCREEN_SHOWN_PICTURE') {
      throw new DomainError(
        'llm.forbidden',
        'the operator did not allow that a screen is shown to the language model (KARNA_LANGUAGE_LLM_SCREEN)',
      );
    }
    const { id } = chooseDesktop(desktop, await store.desktops.list());
    const { elements, picture } = await commands.describe(id, shown === 'SCREEN_SHOWN_PICTURE');
    return { ...request, screen: elements, picture };
  }

  async *#interpret(requests: readonly InterpretRequest[], signal: AbortSignal): AsyncGenerator<Part> {
    if (requests.length > mostCommands) {
      throw new DomainError('input.too_large', `there are ${mostCommands} commands at most at once`);
    }
    for (let from = 0; from < requests.length; from += atOnce) {
      const replies = await this.#parts.language.interpretBatch(requests.slice(from, from + atOnce), signal);
      for (const [place, reply] of replies.entries()) {
        yield { $case: 'interpretation', value: { index: from + place, reply } };
      }
    }
  }
}
