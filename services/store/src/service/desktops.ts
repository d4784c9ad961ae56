import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import { type DesktopId, freshId } from '@karna/proto/ids';
import { operator, recordOf } from '../domain/audit.ts';
import { defaultCodeMs, freshCode, hashCode, maxCodeMs } from '../domain/enrolment-code.ts';
import { named } from '../domain/limits.ts';
import type { Events } from '../events.ts';
import type { UnitOfWork } from '../ports.ts';
import { settingOf } from './policies.ts';

const platforms: readonly string[] = ['linux', 'win32', 'darwin'];
/** Ed25519, raw. */
const publicKeyBytes = 32;
/** A desktop's being there is noted this often at most (ms). */
const seenEveryMs = 30_000;

/** A group is a word or two on a card (characters). */
const maxGroupLength = 60;

/** A code that is valid for days is longer than one that is read aloud. */
const minBootstrapLength = 16;

export interface Enrolment {
  readonly code: string;
  readonly name: string;
  readonly platform: string;
  readonly publicKey: Uint8Array;
}

/** Desktops and the codes that bring new ones in. */
export class DesktopRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #noted = new Map<string, number>();

  constructor(work: UnitOfWork, clock: Clock, events: Events) {
    this.#work = work;
    this.#clock = clock;
    this.#events = events;
  }

  async issueCode(principal: string, validMs: number): Promise<{ code: string; expiresAt: Date }> {
    named('who asks', principal);
    if (validMs > maxCodeMs) throw new DomainError('input.invalid', 'an enrolment code is valid for a week at most');
    const code = freshCode();
    return { code, expiresAt: await this.#issue(code, principal, validMs === 0 ? defaultCodeMs : validMs, true) };
  }

  /** Lets the operator name the first code; used once, it stays used. Valid for a week from every start until then. */
  async bootstrapCode(code: string): Promise<void> {
    if (code.length < minBootstrapLength) {
      throw new DomainError('input.invalid', `a bootstrap code has at least ${minBootstrapLength} characters`);
    }
    await this.#issue(code, operator, maxCodeMs, false);
  }

  async #issue(code: string, issuedBy: string, validMs: number, isRecorded: boolean): Promise<Date> {
    const createdAt = this.#clock.now();
    const expiresAt = new Date(createdAt.getTime() + validMs);
    await this.#work.run(async (tx) => {
      await tx.codes.issue({ hash: hashCode(code), issuedBy, createdAt, expiresAt, usedBy: undefined });
      const done = { actor: issuedBy, deed: 'DEED_CODE_ISSUED', subject: '' } as const;
      if (isRecorded) await tx.audit.append(recordOf(done, createdAt));
    });
    return expiresAt;
  }

  /** Uses up a code. The same agent with the same code again (its answer was lost) gets the same desktop. */
  async enrol({ code, name, platform, publicKey }: Enrolment): Promise<Desktop> {
    checkAgent(name, platform, publicKey);
    const hash = hashCode(code);
    const desktop = await this.#work.run(async (tx) => {
      const now = this.#clock.now();
      const found = await tx.codes.lock(hash);
      if (found?.usedBy !== undefined) {
        const first = (await tx.desktops.list()).find(({ id }) => id === found.usedBy);
        if (first && Buffer.from(publicKey).equals(first.publicKey)) return first;
      }
      if (!found || found.usedBy !== undefined || found.expiresAt <= now) throw invalidCode();
      const id = freshId<DesktopId>('desktop');
      const enrolled = await tx.desktops.enrol({ id, name, platform, publicKey, enrolledAt: now, group: '' });
      await tx.codes.use(hash, enrolled.id);
      const { issuedBy: actor } = found;
      const done = { actor, deed: 'DEED_DESKTOP_ENROLLED', subject: enrolled.id, subjectName: name } as const;
      await tx.audit.append(recordOf(done, now));
      return enrolled;
    });
    this.#events.desktopEnrolled(desktop.id);
    return desktop;
  }

  get(desktopId: string): Promise<Desktop> {
    return this.#work.read((tx) => tx.desktops.get(desktopId));
  }

  list(): Promise<readonly Desktop[]> {
    return this.#work.read((tx) => tx.desktops.list());
  }

  /**
   * Its agent can connect no more and no new task is taken for it; its rules go with it. What was done, shown and said there stays for as
   * long as any such thing is kept.
   */
  async remove(desktopId: string, principal: string): Promise<void> {
    await this.#work.run(async (tx) => {
      const { name: subjectName } = await tx.desktops.get(desktopId);
      await tx.desktops.remove(desktopId);
      await tx.settings.remove(settingOf(desktopId));
      const done = { actor: principal, deed: 'DEED_DESKTOP_REMOVED', subject: desktopId, subjectName } as const;
      await tx.audit.append(recordOf(done, this.#clock.now()));
    });
    this.#noted.delete(desktopId);
    this.#events.desktopRemoved(desktopId);
  }

  /** Puts it into a group, by its name; an empty one takes it out. */
  async group(desktopId: string, group: string, principal: string): Promise<Desktop> {
    const wanted = group.trim();
    if (wanted !== '') named('the group', wanted, maxGroupLength);
    const desktop = await this.#work.run(async (tx) => {
      const grouped = await tx.desktops.group(desktopId, wanted);
      const { name: subjectName } = grouped;
      const details = { group: wanted };
      const done = {
        actor: principal,
        deed: 'DEED_DESKTOP_GROUPED',
        subject: desktopId,
        subjectName,
        details,
      } as const;
      await tx.audit.append(recordOf(done, this.#clock.now()));
      return grouped;
    });
    this.#events.desktopGrouped(desktopId);
    return desktop;
  }

  /** Notes that a desktop was there; most of the frequent reports end here. */
  async seen(desktopId: string, at: Date): Promise<void> {
    const noted = this.#noted.get(desktopId);
    if (noted !== undefined && at.getTime() - noted < seenEveryMs) return;
    await this.#work.run((tx) => tx.desktops.seen(desktopId, at));
    this.#noted.set(desktopId, at.getTime());
  }
}

function checkAgent(name: string, platform: string, publicKey: Uint8Array): void {
  named("the desktop's name", name);
  if (!platforms.includes(platform)) throw new DomainError('input.invalid', `platforms are ${platforms.join(', ')}`);
  if (publicKey.length !== publicKeyBytes) {
    throw new DomainError('input.invalid', `a public key has ${publicKeyBytes} bytes`);
  }
}

// One answer for unknown, used and expired: a guesser learns nothing.
const invalidCode = () => new DomainError('enrolment.invalid', 'this enrolment code is not valid (any more)');
