import type { AuditRecord } from '@karna/proto/gen/access/v1/access';
import type { Audit, AuditQuery, KeptSetting, NewRecord, Settings } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryAudit implements Audit {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async append({ key, ...record }: NewRecord): Promise<void> {
    const { audit } = this.#state;
    if (key !== undefined && audit.some((one) => one.key === key)) return;
    const id = (audit.at(-1)?.record.id ?? 0) + 1;
    audit.push({ key, record: { ...record, id } });
  }

  async list({ before = Infinity, actor, deeds, limit }: AuditQuery): Promise<readonly AuditRecord[]> {
    return this.#state.audit
      .map(({ record }) => record)
      .filter(
        (one) =>
          one.id < before &&
          (actor === undefined || one.actor === actor) &&
          (deeds.length === 0 || deeds.includes(one.deed)),
      )
      .reverse()
      .slice(0, limit);
  }

  async countOld(before: Date): Promise<number> {
    return this.#old(before).length;
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    const old = this.#old(before).slice(0, limit);
    this.#state.audit = this.#state.audit.filter((one) => !old.includes(one));
    return old.length;
  }

  #old(before: Date) {
    return this.#state.audit.filter(({ record }) => record.at !== undefined && record.at < before);
  }
}

export class MemorySettings implements Settings {
  readonly #all: State['settings'];

  constructor({ settings }: State) {
    this.#all = settings;
  }

  async get(name: string): Promise<KeptSetting | undefined> {
    return this.#all.get(name);
  }

  async put(name: string, setting: KeptSetting): Promise<void> {
    this.#all.set(name, setting);
  }

  async remove(name: string): Promise<void> {
    this.#all.delete(name);
  }
}
