import { DomainError } from '@karna/common/errors';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import { isExpired } from '../../domain/token.ts';
import type { Desktops, EnrolmentCode, EnrolmentCodes, OpenToken, TokenRecord, Tokens } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryDesktops implements Desktops {
  readonly #all: State['desktops'];

  constructor({ desktops }: State) {
    this.#all = desktops;
  }

  async get(desktopId: string): Promise<Desktop> {
    const found = this.#all.get(desktopId);
    if (!found) throw noDesktop();
    return { ...found };
  }

  async list(): Promise<readonly Desktop[]> {
    return [...this.#all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async enrol(desktop: Desktop): Promise<Desktop> {
    const known = [...this.#all.values()].find(({ publicKey }) => Buffer.from(publicKey).equals(desktop.publicKey));
    const kept = known ? { ...known, name: desktop.name, platform: desktop.platform } : desktop;
    this.#all.set(kept.id, { ...kept });
    return { ...kept };
  }

  async remove(desktopId: string): Promise<void> {
    if (!this.#all.delete(desktopId)) throw noDesktop();
  }

  async group(desktopId: string, group: string): Promise<Desktop> {
    const grouped = { ...(await this.get(desktopId)), group };
    this.#all.set(desktopId, grouped);
    return { ...grouped };
  }

  async seen(desktopId: string, at: Date): Promise<void> {
    const known = this.#all.get(desktopId);
    if (known && (known.lastSeenAt === undefined || known.lastSeenAt < at)) known.lastSeenAt = at;
  }
}

export class MemoryCodes implements EnrolmentCodes {
  readonly #all: State['codes'];

  constructor({ codes }: State) {
    this.#all = codes;
  }

  async issue(code: EnrolmentCode): Promise<void> {
    const known = this.#all.get(code.hash);
    if (!known) this.#all.set(code.hash, code);
    else if (known.usedBy === undefined) this.#all.set(code.hash, { ...known, expiresAt: code.expiresAt });
  }

  async lock(hash: string): Promise<EnrolmentCode | undefined> {
    return this.#all.get(hash);
  }

  async use(hash: string, desktopId: string): Promise<void> {
    const known = this.#all.get(hash);
    if (known) this.#all.set(hash, { ...known, usedBy: desktopId });
  }

  async removeExpired(before: Date, limit: number): Promise<number> {
    const old = [...this.#all.values()].filter(({ expiresAt, usedBy }) => usedBy === undefined && expiresAt < before);
    return removeSome(this.#all, old.map(({ hash }) => hash).slice(0, limit));
  }
}

/** By hash. */
export class MemoryTokens implements Tokens {
  readonly #all: State['tokens'];

  constructor({ tokens }: State) {
    this.#all = tokens;
  }

  async issue(token: TokenRecord): Promise<boolean> {
    if (this.#all.has(token.hash)) return false;
    this.#all.set(token.hash, { ...token, lastSeenAt: undefined, exchanged: false, revoked: false });
    return true;
  }

  async lasting(hash: string): Promise<TokenRecord | undefined> {
    const known = this.#all.get(hash);
    return known && !known.oneTime && !known.revoked ? known : undefined;
  }

  async exchange(hash: string, now: Date): Promise<TokenRecord | undefined> {
    const known = this.#all.get(hash);
    if (!known?.oneTime || known.exchanged || known.revoked || isExpired(known.expiresAt, now)) return undefined;
    this.#all.set(hash, { ...known, exchanged: true });
    return known;
  }

  async open(now: Date): Promise<readonly OpenToken[]> {
    return [...this.#all.values()]
      .filter(({ exchanged, revoked, expiresAt }) => !exchanged && !revoked && !isExpired(expiresAt, now))
      .map(({ exchanged, revoked, ...token }) => token)
      .sort((a, b) => (a.principal === b.principal ? (a.id < b.id ? -1 : 1) : a.principal < b.principal ? -1 : 1));
  }

  async isKnown(tokenId: string): Promise<boolean> {
    return this.#byId(tokenId) !== undefined;
  }

  async revoke(tokenId: string): Promise<void> {
    const known = this.#byId(tokenId);
    if (known) this.#all.set(known.hash, { ...known, revoked: true });
  }

  async seen(tokenId: string, at: Date): Promise<void> {
    const known = this.#byId(tokenId);
    if (known && (known.lastSeenAt === undefined || known.lastSeenAt < at)) {
      this.#all.set(known.hash, { ...known, lastSeenAt: at });
    }
  }

  async removeExpired(before: Date, limit: number): Promise<number> {
    const old = [...this.#all.values()].filter(({ expiresAt }) => expiresAt !== undefined && expiresAt < before);
    return removeSome(this.#all, old.map(({ hash }) => hash).slice(0, limit));
  }

  #byId(tokenId: string) {
    return [...this.#all.values()].find(({ id }) => id === tokenId);
  }
}

function removeSome(all: Map<string, unknown>, keys: readonly string[]): number {
  for (const key of keys) all.delete(key);
  return keys.length;
}

const noDesktop = () => new DomainError('desktop.not_found', 'there is no such desktop');
