import { DomainError } from '@karna/common/errors';
import { ModelPack } from '@karna/proto/gen/vision/v1/model';
import type { Models } from '../../ports.ts';

/** Packs of models in memory, for tests: one that came with Karna, and what is pulled. */
export class MemoryModels implements Models {
  /** Pulls wait for this before they are answered. */
  hold: Promise<void> = Promise.resolve();
  readonly pulls: { source: string; sha256: string }[] = [];
  readonly uses: { id: string; principal: string }[] = [];
  #packs: ModelPack[] = [ModelPack.fromPartial({ id: 'karna@1', name: 'karna', version: '1', builtIn: true })];
  #inUse = 'karna@1';
  #previous = '';

  async list(): Promise<ModelPack[]> {
    const packs = this.#packs.map((pack) => ({
      ...pack,
      inUse: pack.id === this.#inUse,
      previous: pack.id === this.#previous,
    }));
    return packs.sort((a, b) => Number(b.inUse) - Number(a.inUse));
  }

  async pull(source: string, sha256: string): Promise<ModelPack> {
    this.pulls.push({ source, sha256 });
    await this.hold;
    if (source.endsWith('bad.json')) throw new DomainError('model.invalid', 'the manifest is not JSON');
    const version = String(this.#packs.length + 1);
    const pack = ModelPack.fromPartial({ id: `karna@${version}`, name: 'karna', version, source, licence: 'MIT' });
    this.#packs.push(pack);
    return pack;
  }

  async use(id: string, principal: string): Promise<ModelPack> {
    this.uses.push({ id, principal });
    const wanted = id || this.#previous;
    if (!this.#packs.some((pack) => pack.id === wanted)) throw new DomainError('model.not_found', 'no such pack');
    if (wanted !== this.#inUse) [this.#previous, this.#inUse] = [this.#inUse, wanted];
    const [first] = await this.list();
    return first ?? ModelPack.fromPartial({});
  }
}
