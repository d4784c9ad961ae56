import { DomainError } from '@karna/common/errors';

export interface Allowance {
  readonly callsPerDay: number;
  readonly tokensPerDay: number;
  /** In the currency of the prices; undefined: not counted. */
  readonly costPerDay: number | undefined;
  /** Per 1,000 tokens. */
  readonly prices: { readonly prompt: number; readonly answer: number };
}

export interface Tokens {
  readonly prompt: number;
  readonly answer: number;
}

export interface Reserved {
  /** What it really took, once it is known; once. */
  settle(used: Tokens): void;
  /** It came to nothing: it is as if it had not been. */
  giveBack(): void;
}

/** What a language model may take in a day (UTC). A call is counted with the most it can take until it is known what it took. */
export class Budget {
  readonly #allowance: Allowance;
  #day = '';
  #calls = 0;
  #tokens = 0;
  #cost = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** @throws DomainError `llm.budget` when the most it can take is more than is left. */
  reserve(now: Date, most: Tokens): Reserved {
    this.#turnTo(now);
    const { callsPerDay, tokensPerDay, costPerDay } = this.#allowance;
    const [tokens, cost] = [most.prompt + most.answer, this.#costOf(most)];
    if (this.#calls + 1 > callsPerDay) throw usedUp('calls');
    if (this.#tokens + tokens > tokensPerDay) throw usedUp('tokens');
    if (costPerDay !== undefined && this.#cost + cost > costPerDay) throw usedUp('money');
    this.#add(1, tokens, cost);
    const day = this.#day;
    // What was begun yesterday is not counted today.
    const correct = (calls: number, moreTokens: number, moreCost: number) => {
      if (day === this.#day) this.#add(calls, moreTokens, moreCost);
    };
    return {
      settle: (used) => correct(0, used.prompt + used.answer - tokens, this.#costOf(used) - cost),
      giveBack: () => correct(-1, -tokens, -cost),
    };
  }

  #turnTo(now: Date): void {
    const day = now.toISOString().slice(0, 10);
    if (day === this.#day) return;
    this.#day = day;
    this.#calls = this.#tokens = this.#cost = 0;
  }

  #add(calls: number, tokens: number, cost: number): void {
    this.#calls += calls;
    this.#tokens += tokens;
    this.#cost += cost;
  }

  #costOf({ prompt, answer }: Tokens): number {
    const { prices } = this.#allowance;
    return (prompt * prices.prompt + answer * prices.answer) / 1_000;
  }
}

const usedUp = (what: string): DomainError =>
  new DomainError(
    'llm.budget',
    `the ${what} that the language model may take today are used up (they come back at midnight UTC)`,
  );
