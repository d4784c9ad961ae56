import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import type { Clipboard } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { Content, Form, Selection } from './selection.ts';

/** Names under which programs ask for text. The first is what we ask others for. */
const textTargets = ['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain', 'TEXT', 'STRING'];
/** Targets that are questions or orders rather than content. */
const notContent = [
  'TARGETS',
  'TIMESTAMP',
  'MULTIPLE',
  'SAVE_TARGETS',
  'DELETE',
  'INSERT_SELECTION',
  'INSERT_PROPERTY',
];
/** Programs fetch a paste some time after the key, on a busy machine more than a second; later than this, they never do. */
const fetchWithinMs = 4_000;
/**
 * A paste is many questions: Chromium asks for the list of forms a dozen times and for the text twice, on a busy machine
 * up to 60 ms apart. No question for so long means that it is done.
 */
const fetchedQuietMs = 200;
const pollMs = 20;
/** A clipboard that offers more forms than this is given back with these only. */
const maxForms = 24;

export class X11Clipboard implements Clipboard {
  readonly #connection: XConnection;
  readonly #selection: Selection;

  constructor(connection: XConnection, selection: Selection) {
    this.#connection = connection;
    this.#selection = selection;
  }

  async read(): Promise<string> {
    const text = await this.#text(textTargets[0] ?? '', 'utf8');
    return text ?? (await this.#text('STRING', 'latin1')) ?? '';
  }

  async write(text: string): Promise<void> {
    await this.#selection.own(await this.#offer(text));
  }

  async borrow<T>(text: string, work: () => Promise<T>): Promise<T> {
    const former = await this.#save();
    await this.write(text);
    try {
      const servedBefore = this.#selection.served;
      const result = await work();
      await this.#fetched(servedBefore);
      return result;
    } finally {
      if (!this.#connection.gone.aborted) await this.#giveBack(former);
    }
  }

  async #text(name: string, encoding: 'utf8' | 'latin1'): Promise<string | undefined> {
    const target = await this.#connection.atom(name);
    const form = this.#selection.content ? this.#selection.fetchOwn(target) : await this.#selection.fetch(target);
    return form?.format === 8 ? form.data.toString(encoding) : undefined;
  }

  async #offer(text: string): Promise<Content> {
    const data = Buffer.from(text, 'utf8');
    const utf8 = await this.#connection.atom('UTF8_STRING');
    const offers = new Map<number, Form>();
    for (const name of textTargets) {
      const target = await this.#connection.atom(name);
      const isLatin = name === 'STRING';
      // STRING is Latin-1 by definition; offered only where that loses nothing.
      if (isLatin && !/^[\t\n\x20-\x7e\xa0-\xff]*$/.test(text)) continue;
      const type = name === 'TEXT' ? utf8 : target;
      offers.set(target, { type, format: 8, data: isLatin ? Buffer.from(text, 'latin1') : data });
    }
    return offers;
  }

  /** Everything that the clipboard holds now, in every form its owner offers; undefined when it is empty. */
  async #save(): Promise<Content | undefined> {
    if (this.#selection.content) return this.#selection.content;
    if (!(await this.#selection.hasOwner())) return undefined;
    const forms = new Map<number, Form>();
    for (const target of await this.#offeredTargets()) {
      const form = await this.#selection.fetch(target);
      if (form) forms.set(target, form);
    }
    return forms;
  }

  async #offeredTargets(): Promise<number[]> {
    const list = await this.#selection.fetch(await this.#connection.atom('TARGETS'));
    const skip = await Promise.all(notContent.map((name) => this.#connection.atom(name)));
    if (!list) return [await this.#connection.atom('UTF8_STRING'), await this.#connection.atom('STRING')];
    const targets = Array.from({ length: list.data.length >> 2 }, (_, index) => list.data.readUInt32LE(index * 4));
    return targets.filter((target) => !skip.includes(target)).slice(0, maxForms);
  }

  async #fetched(servedBefore: number): Promise<void> {
    const end = performance.now() + fetchWithinMs;
    let asked = -1;
    let quietSince = performance.now();
    while (performance.now() < end) {
      if (this.#selection.asked !== asked) {
        asked = this.#selection.asked;
        quietSince = performance.now();
      }
      const isQuiet = performance.now() - quietSince >= fetchedQuietMs;
      if (isQuiet && this.#selection.served > servedBefore) return;
      await this.#selection.nudge();
      await delay(pollMs);
    }
    if (this.#selection.served === servedBefore)
      throw new DomainError('action.failed', 'no application took the text that was pasted');
  }

  async #giveBack(former: Content | undefined): Promise<void> {
    if (former) await this.#selection.own(former);
    else await this.#selection.disown();
  }
}
