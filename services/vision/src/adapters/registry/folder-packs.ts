import { access, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import { invalid } from '@karna/sight/pack';
import { z } from 'zod';
import type { Choice, Pack, Packs, PullRequest } from '../../ports.ts';
import { fetchPack, type Progress } from './fetching.ts';
import { replaceFile, syncFolder } from './keep-file.ts';
import { packIn, verifyFolder } from './pack-folder.ts';
import { packSource } from './pack-source.ts';

export interface FolderPacksOptions {
  /** The pack that comes with Karna; never written to. */
  readonly builtInFolder: string;
  /** Where pulled packs and the choice are kept; empty: nothing can be pulled. Replicas may share it. */
  readonly folder: string;
  readonly allowPrivate: boolean;
  /** All files of one pack (bytes). */
  readonly maxPackBytes: number;
  /** Has a pack's models run; rejects with what is wrong. */
  readonly tryOut: (folder: string, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

/** More are refused until somebody removes one by hand. */
const mostPacks = 32;
/** A pull takes at most so long (ms), however it goes. */
const longestPullMs = 15 * 60_000;
/** What a pull that was killed has left is removed after so long (ms): no pull takes longer. */
const abandonedMs = 2 * longestPullMs;

const choiceFile = z.strictObject({ id: z.string(), previousId: z.string().optional() });

/**
 * Packs as folders: `FOLDER/packs/NAME@VERSION/` each, `FOLDER/chosen.json` the choice, `FOLDER/arriving/` what is being pulled. A
 * pack becomes visible by being renamed into place, whole and tried.
 */
export class FolderPacks implements Packs {
  readonly builtIn: Pack;
  readonly #options: FolderPacksOptions;
  #isPulling = false;

  private constructor(builtIn: Pack, options: FolderPacksOptions) {
    this.builtIn = builtIn;
    this.#options = options;
  }

  static async open(options: FolderPacksOptions): Promise<FolderPacks> {
    const packs = new FolderPacks(await packIn(options.builtInFolder, true), options);
    await packs.#sweep();
    return packs;
  }

  /** A folder that is not right is left out, and logged. */
  async list(): Promise<Pack[]> {
    const names = this.#isKeeping ? await readdir(this.#packsFolder).catch(() => []) : [];
    const found = await Promise.all(names.sort().map((name) => this.#read(name)));
    return [this.builtIn, ...found.flatMap((pack) => (pack ? [pack] : []))];
  }

  async find(id: string): Promise<Pack> {
    const found = (await this.list()).find((pack) => pack.id === id);
    if (!found) throw new DomainError('model.not_found', `no pack "${id.slice(0, 100)}" is here`);
    return found;
  }

  verify(pack: Pack): Promise<void> {
    return verifyFolder(pack.folder);
  }

  async pull(request: PullRequest, progress: Progress, signal: AbortSignal): Promise<Pack> {
    if (!this.#isKeeping) throw invalid('there is no folder for packs: set KARNA_VISION_PACKS_DIR');
    if (this.#isPulling) throw new DomainError('service.overloaded', 'another pack is being pulled');
    this.#isPulling = true;
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestPullMs)]);
    const arriving = join(this.#options.folder, 'arriving', crypto.randomUUID());
    try {
      await mkdir(arriving, { recursive: true });
      return await this.#pullInto(arriving, request, progress, inTime);
    } catch (error) {
      inTime.throwIfAborted(); // what was called off fails in many ways
      throw error;
    } finally {
      this.#isPulling = false;
      await rm(arriving, { recursive: true, force: true });
    }
  }

  async choice(): Promise<Choice | undefined> {
    if (!this.#isKeeping) return undefined;
    const text = await readFile(this.#choicePath, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return choiceFile.parse(JSON.parse(text));
    } catch (err) {
      this.#options.log.warn({ err }, 'the choice of models cannot be read and is forgotten');
      return undefined;
    }
  }

  /** Without a folder it is kept in memory only: there is nothing but the built-in pack to choose. */
  async keepChoice(choice: Choice): Promise<void> {
    if (!this.#isKeeping) return;
    await mkdir(this.#options.folder, { recursive: true });
    await replaceFile(this.#choicePath, `${JSON.stringify(choice, undefined, 2)}\n`);
  }

  async #pullInto(arriving: string, request: PullRequest, progress: Progress, signal: AbortSignal): Promise<Pack> {
    const { allowPrivate, maxPackBytes, tryOut } = this.#options;
    const source = await packSource(request.source, { allowPrivate });
    const fetched = await fetchPack(source, arriving, {
      sha256: request.sha256,
      maxPackBytes,
      progress,
      signal,
      known: (id, sha256) => this.#known(id, sha256),
    });
    if (fetched.known) return fetched.known;
    await tryOut(arriving, signal);
    return this.#moveIn(arriving, fetched.id);
  }

  /** The pack of this name that is here, if it is the same and whole. Errors: `model.invalid` when it is another one. */
  async #known(id: string, sha256: string): Promise<Pack | undefined> {
    const all = await this.list();
    const here = all.find((pack) => pack.id === id);
    if (!here && all.length >= mostPacks) throw invalid(`there are ${all.length} packs here; remove one by hand first`);
    if (!here) return undefined;
    if (here.sha256 !== sha256)
      throw invalid(`another pack "${id}" is here already; its maker must count the version up`);
    const isWhole = await this.verify(here).then(
      () => true,
      () => here.isBuiltIn,
    );
    return isWhole ? here : undefined;
  }

  async #moveIn(arriving: string, id: string): Promise<Pack> {
    const place = join(this.#packsFolder, id);
    await mkdir(this.#packsFolder, { recursive: true });
    await syncFolder(arriving);
    // A broken one of that name makes way; another replica may have been quicker.
    await rename(place, `${arriving}.broken`).catch(() => {});
    await rename(arriving, place);
    await rm(`${arriving}.broken`, { recursive: true, force: true });
    await syncFolder(this.#packsFolder);
    return packIn(place, false);
  }

  async #read(name: string): Promise<Pack | undefined> {
    try {
      const pack = await packIn(join(this.#packsFolder, name), false);
      if (pack.id !== name) throw invalid('the folder has another name than the pack in it');
      return pack;
    } catch (err) {
      this.#options.log.warn({ err }, 'a folder among the packs of models is not right and is left out');
      return undefined;
    }
  }

  /** Removes what pulls have left that were killed. */
  async #sweep(): Promise<void> {
    const arriving = join(this.#options.folder, 'arriving');
    if (
      !this.#isKeeping ||
      !(await access(arriving).then(
        () => true,
        () => false,
      ))
    )
      return;
    for (const name of await readdir(arriving)) {
      const { mtimeMs } = await stat(join(arriving, name));
      if (Date.now() - mtimeMs > abandonedMs) await rm(join(arriving, name), { recursive: true, force: true });
    }
  }

  get #isKeeping(): boolean {
    return this.#options.folder !== '';
  }

  get #packsFolder(): string {
    return join(this.#options.folder, 'packs');
  }

  get #choicePath(): string {
    return join(this.#options.folder, 'chosen.json');
  }
}
