import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { freshId } from '@karna/proto/ids';
import { named, refuseNul } from '../domain/limits.ts';
import type { Events } from '../events.ts';
import type { Announcer, UnitOfWork } from '../ports.ts';

/** A catalogue travels whole to those who interpret. */
const mostSkills = 2_000;
const maxSkillBytes = 128 * 1024;

/** Skills, each in its newest version. Whoever saves over a version that is not the newest has to look again. */
export class SkillRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #announcer: Announcer;

  constructor(work: UnitOfWork, clock: Clock, events: Events, announcer: Announcer) {
    this.#work = work;
    this.#clock = clock;
    this.#events = events;
    this.#announcer = announcer;
  }

  /** Version 0 is a new skill; any other the one that was read. Rejects with `skill.stale`, `skill.not_found`. */
  async save(skill: Skill, principal: string): Promise<Skill> {
    check(skill);
    named('who saves', principal);
    const isNew = skill.version === 0;
    const id = isNew ? freshId<string>('skill') : named('the skill', skill.id);
    const kept: Skill = {
      ...skill,
      id,
      version: skill.version + 1,
      updatedAt: this.#clock.now(),
      updatedBy: principal,
    };
    await this.#work.run(async (tx) => {
      if (!isNew) return tx.skills.replace(kept);
      if ((await tx.skills.list()).length >= mostSkills)
        throw new DomainError('input.too_large', `there are ${mostSkills} skills at most`);
      await tx.skills.insert(kept);
    });
    await this.#changed(id, 'saved');
    return kept;
  }

  list(): Promise<readonly Skill[]> {
    return this.#work.read((tx) => tx.skills.list());
  }

  /** Rejects with `skill.not_found`. */
  async remove(skillId: string): Promise<void> {
    named('the skill', skillId);
    await this.#work.run((tx) => tx.skills.remove(skillId));
    await this.#changed(skillId, 'removed');
  }

  /** Hearing of it is a matter of speed: those who miss it ask again by and by. */
  async #changed(skillId: string, what: 'saved' | 'removed'): Promise<void> {
    this.#events.skillChanged(skillId, what);
    await this.#announcer.skillChanged(skillId).catch((error: unknown) => this.#events.notAnnounced(skillId, error));
  }
}

function check(skill: Skill): void {
  refuseNul(skill);
  named('the name of the skill', skill.name);
  if (Skill.encode(skill).finish().length > maxSkillBytes) {
    throw new DomainError('input.too_large', `a skill has at most ${maxSkillBytes} bytes`);
  }
}
