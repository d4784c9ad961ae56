import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { ExampleKey, Examples } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryExamples implements Examples {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async put(example: Example, key: ExampleKey, most: number): Promise<void> {
    const others = this.#state.examples.filter((kept) => !isSame(kept.key, key));
    const all = [...others, { key, example: structuredClone(example) }];
    const group = all.filter((kept) => kept.example.skillId === example.skillId && kept.key.owner === key.owner);
    const extra = group.slice(0, -most);
    this.#state.examples = all.filter((kept) => !extra.includes(kept));
  }

  async list(skillId: string | undefined): Promise<readonly Example[]> {
    const all = this.#state.examples.map(({ example }) => structuredClone(example));
    return skillId === undefined ? all : all.filter((example) => example.skillId === skillId);
  }

  async remove(exampleId: string, principal: string | undefined): Promise<boolean> {
    const left = this.#state.examples.filter(
      ({ example }) => example.id !== exampleId || (principal !== undefined && example.principal !== principal),
    );
    const isGone = left.length < this.#state.examples.length;
    this.#state.examples = left;
    return isGone;
  }

  async removeOfSkill(skillId: string): Promise<void> {
    this.#state.examples = this.#state.examples.filter(({ example }) => example.skillId !== skillId);
  }
}

const isSame = (a: ExampleKey, b: ExampleKey): boolean =>
  a.owner === b.owner && a.words === b.words && a.domain === b.domain;
