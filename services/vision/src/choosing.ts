import { DomainError } from '@karna/common/errors';
import type { ModelChosen } from '@karna/proto/gen/vision/v1/model';
import type { Choice, ChoiceEvents, Pack, Packs, PullRequest } from './ports.ts';

export interface ModelChoiceParts {
  readonly packs: Packs;
  /** Changes all workers to the models in a folder, or rejects and leaves them as they are. */
  readonly change: (folder: string) => Promise<void>;
  /** Tells the other replicas. */
  readonly announce: (chosen: ModelChosen) => Promise<void>;
  readonly events: ChoiceEvents;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
}

/** A pull under way. */
export interface Pulling {
  /** Bytes; a total of 0 is not known yet. */
  readonly at: { readonly received: number; readonly total: number };
  readonly pack: Promise<ListedPack>;
}

/** A pack, and what it is here. */
export interface ListedPack extends Pack {
  readonly isInUse: boolean;
  readonly isPrevious: boolean;
}

/** Which pack serves at the start, and how the choice stood. */
export interface Serving {
  readonly pack: Pack;
  readonly previousId: string | undefined;
}

/**
 * Opens with the chosen pack; when it is gone or broken with the one before, and at last with the one that came with Karna. Rejects when
 * that does not work either.
 */
export async function openChosen<T>(
  packs: Packs,
  open: (folder: string) => Promise<T>,
  events: ChoiceEvents,
): Promise<{ readonly opened: T; readonly serving: Serving }> {
  const { id, previousId } = (await packs.choice()) ?? { id: '' };
  for (const wanted of id === '' ? [] : [id, previousId]) {
    if (!wanted) continue;
    try {
      const pack = await packs.find(wanted);
      await packs.verify(pack);
      const opened = await open(pack.folder);
      return { opened, serving: { pack, previousId: wanted === previousId ? undefined : previousId } };
    } catch (error) {
      events.broken(wanted, error);
    }
  }
  const opened = await open(packs.builtIn.folder);
  return { opened, serving: { pack: packs.builtIn, previousId: previousId === '' ? undefined : previousId } };
}

/** Which models are used: one change at a time, on this replica and then on all others. */
export class ModelChoice {
  readonly #parts: ModelChoiceParts;
  #pack: Pack;
  #previousId: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #pulls = new Map<string, Pulling>();

  constructor(parts: ModelChoiceParts, { pack, previousId }: Serving) {
    this.#parts = parts;
    this.#pack = pack;
    this.#previousId = previousId;
  }

  /** The one in use first. */
  async list(): Promise<ListedPack[]> {
    const all = (await this.#parts.packs.list()).map((pack) => this.#listed(pack));
    return all.sort((a, b) => Number(b.isInUse) - Number(a.isInUse));
  }

  /** Begins to pull, or joins who pulls the same already. It goes on when callers leave: they may come back over another connection. */
  pull(request: PullRequest): Pulling {
    const key = `${request.sha256}\n${request.source}`;
    const pulling = this.#pulls.get(key) ?? this.#beginPull(key, request);
    this.#pulls.set(key, pulling);
    return pulling;
  }

  /** An empty id is the one before. Errors: `model.not_found`; `model.invalid` when it is broken: the one in use stays. */
  use(id: string, principal: string): Promise<ListedPack> {
    return this.#inTurn(async () => {
      const pack = await this.#parts.packs.find(id === '' ? this.#before() : id);
      await this.#change(pack);
      this.#parts.events.chosen(pack.id, principal);
      await this.#parts.announce({ id: pack.id, source: pack.source, sha256: pack.sha256 });
      return this.#listed(pack);
    });
  }

  /** Another replica has changed. What is not here is pulled from where that one has it. */
  async follow({ id, source, sha256 }: ModelChosen): Promise<void> {
    if (this.#pack.id === id) return;
    const pack = await this.#here(id, sha256, source);
    await this.#inTurn(() => this.#change(pack));
    this.#parts.events.followed(id);
  }

  /** The models in use cannot be loaded any more: goes back to the ones before, or to those that came with Karna. */
  fallBack(): Promise<void> {
    return this.#inTurn(async () => {
      this.#parts.events.broken(this.#pack.id, new DomainError('model.invalid', 'its workers do not start any more'));
      const before = this.#previousId
        ? await this.#parts.packs.find(this.#previousId).catch(() => undefined)
        : undefined;
      for (const pack of [before, this.#parts.packs.builtIn]) {
        if (!pack || pack.id === this.#pack.id) continue;
        try {
          await this.#load(pack);
          this.#pack = pack;
          this.#previousId = undefined;
          return;
        } catch (error) {
          this.#parts.events.broken(pack.id, error);
        }
      }
    });
  }

  #beginPull(key: string, request: PullRequest): Pulling {
    const { packs, events, stopping } = this.#parts;
    const at = { received: 0, total: 0 };
    const progress = (received: number, total: number) => void Object.assign(at, { received, total });
    const pulled = packs.pull(request, progress, stopping).finally(() => this.#pulls.delete(key));
    const pack = pulled.then((one) => {
      events.pulled(one.id);
      return this.#listed(one);
    });
    pack.catch(() => {}); // nobody may be waiting any more
    return { at, pack };
  }

  async #change(pack: Pack): Promise<void> {
    const { packs } = this.#parts;
    if (pack.id !== this.#pack.id) {
      await this.#load(pack);
      this.#previousId = this.#pack.isBuiltIn ? '' : this.#pack.id;
      this.#pack = pack;
    }
    const choice: Choice = { id: pack.isBuiltIn ? '' : pack.id, previousId: this.#previousId };
    await packs.keepChoice(choice);
  }

  async #load(pack: Pack): Promise<void> {
    await this.#parts.packs.verify(pack);
    try {
      await this.#parts.change(pack.folder);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new DomainError('model.invalid', `the models of "${pack.id}" do not start; those in use stay`, { cause });
    }
  }

  async #here(id: string, sha256: string, source: string): Promise<Pack> {
    const { packs } = this.#parts;
    const here = await packs.find(id).catch(() => undefined);
    if (here?.sha256 === sha256) return here;
    if (source === '') throw new DomainError('model.not_found', 'another replica uses models that came with it');
    return this.pull({ source, sha256 }).pack;
  }

  #before(): string {
    if (this.#previousId === undefined) throw new DomainError('model.not_found', 'no pack was in use before this one');
    return this.#previousId === '' ? this.#parts.packs.builtIn.id : this.#previousId;
  }

  #listed(pack: Pack): ListedPack {
    const previousId = this.#previousId === '' ? this.#parts.packs.builtIn.id : this.#previousId;
    const isInUse = pack.id === this.#pack.id;
    return { ...pack, isInUse, isPrevious: !isInUse && pack.id === previousId };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
