import { DomainError } from '@karna/common/errors';
import type { LanguageModelState, ParaphraseReply, PlanPart, PlanRequest } from '@karna/proto/gen/language/v1/language';
import { ScreenShown } from '@karna/proto/gen/language/v1/language';
import type { Counsel } from './counsel.ts';
import { type Call, type Proposal, proposalOf } from './domain/model/answer.ts';
import { offerOf } from './domain/model/offering.ts';
import { phrasesIn, phrasesTool } from './domain/model/phrasing.ts';
import { printable } from './domain/model/printable.ts';
import { offeredSkills } from './domain/model/retrieval.ts';
import { haltRules, paraphrasingRules, planningRules } from './domain/model/rules.ts';
import { screenFor } from './domain/model/screen.ts';
import { speaksOfSecrets } from './domain/model/secrecy.ts';
import { saySkill } from './domain/skills/filling.ts';
import type { Interpreter, Words } from './service.ts';

export interface ModelSettings {
  readonly model: string;
  readonly shown: ScreenShown;
  readonly limitMs: number;
}

interface Parts {
  readonly interpreter: Interpreter;
  /** Undefined: no model is configured. */
  readonly counsel: Counsel | undefined;
  readonly settings: ModelSettings | undefined;
}

/** What people ask of the language model on purpose. It proposes; nothing is done or kept here. */
export class ModelUse {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): LanguageModelState {
    const { settings } = this.#parts;
    return settings
      ? { configured: true, model: settings.model, shown: settings.shown }
      : { configured: false, model: '', shown: ScreenShown.SCREEN_SHOWN_UNSPECIFIED };
  }

  /** Rejects with `command.not_understood` where the model has no plan either. */
  async *plan(request: PlanRequest, signal: AbortSignal): AsyncGenerator<PlanPart> {
    const { interpreter } = this.#parts;
    const { counsel, settings } = this.#configured();
    const { text, domain, locale, screen, picture, halt } = request;
    const words = { text, domain, locale, principal: '' };
    const { knowledge } = await interpreter.explain(words); // says what is wrong with the words, too
    refuseSecrets([text, ...(halt ? [...halt.done, halt.step] : [])].join('\n'));
    refuseScreen(settings.shown, screen.length > 0, picture.length > 0);
    const offer = offerOf(offeredSkills(text, domain, knowledge));
    const matter = JSON.stringify({
      command: text,
      application: domain,
      ...(halt ? { halted: { done: halt.done, step: halt.step, because: halt.code } } : {}),
      ...(screen.length > 0 ? { screen: screenFor(screen) } : {}),
    });
    const question = {
      rules: halt ? haltRules : planningRules,
      matter,
      tools: offer.tools,
      ...(picture.length > 0 ? { picture } : {}),
    };
    const calls: Call[] = [];
    let tokens = 0;
    for await (const piece of counsel.ask(question, { purpose: 'plan', limitMs: settings.limitMs, signal })) {
      if (piece.is === 'said') yield { body: { $case: 'said', value: printable(piece.text) } };
      else if (piece.is === 'called') calls.push(piece);
      else tokens = piece.prompt + piece.answer;
    }
    yield {
      body: { $case: 'proposal', value: { ...(await this.#proposed(proposalOf(calls, offer, text), words)), tokens } },
    };
  }

  /** Phrases that are new, and that could be saved as they are. Rejects with `skill.not_found`. */
  async paraphrase(skillId: string, signal: AbortSignal): Promise<ParaphraseReply> {
    const { counsel, settings } = this.#configured();
    const { catalogue } = this.#parts.interpreter.knowledge;
    const skill = catalogue.get(skillId);
    if (!skill) throw new DomainError('skill.not_found', 'there is no such skill');
    const { name, phrases, slots } = skill;
    const matter = JSON.stringify({
      skill: name,
      phrases: phrases.slice(0, 40),
      values: slots.map(({ name, question, choices }) => ({ name, question, choices: choices.slice(0, 20) })),
    });
    const question = { rules: paraphrasingRules, matter, tools: [phrasesTool] };
    const calls: Call[] = [];
    for await (const piece of counsel.ask(question, { purpose: 'paraphrase', limitMs: settings.limitMs, signal })) {
      if (piece.is === 'called') calls.push(piece);
    }
    return { phrases: phrasesIn(calls, skill, catalogue.skills), skillVersion: skill.version };
  }

  #configured(): { counsel: Counsel; settings: ModelSettings } {
    const { counsel, settings } = this.#parts;
    if (counsel && settings) return { counsel, settings };
    throw new DomainError('llm.unconfigured', 'no language model is configured (KARNA_LANGUAGE_LLM_URL)');
  }

  async #proposed(proposal: Proposal, words: Omit<Words, 'text'>) {
    switch (proposal.is) {
      case 'nothing':
        throw new DomainError('command.not_understood', 'the language model does not know how to do that either');
      case 'actions':
        return { command: proposal.command, steps: [...proposal.steps], skill: undefined };
      case 'skill': {
        const command = saySkill(proposal.skill, proposal.values);
        const { outcome } = await this.#parts.interpreter.explain({ ...words, text: command });
        const { id: skillId, name, version } = proposal.skill;
        const open = { skillId, name, version, slots: [], confidence: 0, sentence: name };
        return { command, steps: [], skill: outcome.$case === 'skill' ? outcome.value : open };
      }
      default: {
        const nothing: never = proposal;
        return nothing;
      }
    }
  }
}

function refuseSecrets(text: string): void {
  if (speaksOfSecrets(text)) {
    throw new DomainError('llm.forbidden', 'what is said of passwords and the like does not go to a language model');
  }
}

function refuseScreen(shown: ScreenShown, hasText: boolean, hasPicture: boolean): void {
  const mayText = shown === 'SCREEN_SHOWN_TEXT' || shown === 'SCREEN_SHOWN_PICTURE';
  if ((hasText && !mayText) || (hasPicture && shown !== 'SCREEN_SHOWN_PICTURE')) {
    throw new DomainError(
      'llm.forbidden',
      'the operator did not allow that a screen is shown to the language model (KARNA_LANGUAGE_LLM_SCREEN)',
    );
  }
}
