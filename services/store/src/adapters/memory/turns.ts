import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import type { ThreadKey, Turns } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryTurns implements Turns {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async put(thread: ThreadKey, turn: Turn, most: number): Promise<void> {
    const known = this.#of(thread).find((kept) => kept.turn.id === turn.id);
    if (known) known.turn = structuredClone(turn);
    else this.#state.turns.push({ thread, turn: structuredClone(turn) });
    const extra = this.#of(thread).slice(0, -most);
    this.#state.turns = this.#state.turns.filter((kept) => !extra.includes(kept));
  }

  async newest(thread: ThreadKey, limit: number): Promise<readonly Turn[]> {
    return this.#of(thread)
      .slice(-limit)
      .map(({ turn }) => structuredClone(turn));
  }

  async removeThread(thread: ThreadKey): Promise<void> {
    const gone = this.#of(thread);
    this.#state.turns = this.#state.turns.filter((kept) => !gone.includes(kept));
  }

  async countOld(before: Date): Promise<number> {
    return this.#old(before).length;
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    const old = this.#old(before).slice(0, limit);
    this.#state.turns = this.#state.turns.filter((kept) => !old.includes(kept));
    return old.length;
  }

  #old(before: Date) {
    return this.#state.turns.filter(({ turn }) => turn.at && turn.at < before);
  }

  #of({ principal, desktopId }: ThreadKey) {
    return this.#state.turns.filter(({ thread }) => thread.principal === principal && thread.desktopId === desktopId);
  }
}
