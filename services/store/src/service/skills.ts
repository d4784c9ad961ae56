import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import { freshId } from '@karna/proto/ids';
import { recordOf } from '../domain/audit.ts';
import { named, refuseNul } from '../domain/limits.ts';
import { taught, withoutSteps, withSteps } from '../domain/skill.ts';
import type { Events } from '../events.ts';
import type { Announcer, UnitOfWork, Work } from '../ports.ts';

/** A catalogue travels whole to those who interpret, so what steps do not count for is bounded tightly. */
const most = {
  skills: 2_000,
  bytesWithoutSteps: 128 * 1024,
  bytes: 4 * 1024 * 1024,
  steps: 100,
  versions: 50,
} as const;

/** Skills in their newest so many versions. Whoever saves over a version that is not the newest has to look again. */
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
    const kept = await this.#work.run((tx) =>
      skill.version === 0 ? this.#insert(tx, skill, principal) : this.#replace(tx, skill, principal),
    );
    await this.#changed(kept.id, 'saved');
    return kept;
  }

  /** Without steps. */
  list(): Promise<readonly Skill[]> {
    return this.#work.read((tx) => tx.skills.list());
  }

  /** With its steps; version 0: the newest. Rejects with `skill.not_found`. */
  get(skillId: string, version: number): Promise<Skill> {
    named('the skill', skillId);
    return this.#work.read((tx) => tx.skills.get(skillId, version === 0 ? undefined : version));
  }

  /** Newest first, without steps. */
  versions(skillId: string): Promise<readonly Skill[]> {
    named('the skill', skillId);
    return this.#work.read((tx) => tx.skills.versions(skillId));
  }

  /** Makes an old version the newest one again. */
  async restore(skillId: string, version: number, principal: string): Promise<Skill> {
    named('the skill', skillId);
    named('who restores', principal);
    const kept = await this.#work.run(async (tx) => {
      const old = await tx.skills.get(skillId, version);
      const newest = await tx.skills.get(skillId, undefined);
      return this.#replace(tx, { ...old, version: newest.version, change: `As in version ${version}` }, principal);
    });
    await this.#changed(skillId, 'saved');
    return kept;
  }

  async propose(proposal: StepProposal): Promise<StepProposal> {
    refuseNul(proposal);
    named('the skill', proposal.skillId);
    named('the step', proposal.stepId);
    if (!proposal.target) throw new DomainError('input.invalid', 'the element is missing');
    if (StepProposal.encode(proposal).finish().length > most.bytes) throw tooLarge('a proposal', most.bytes);
    const kept = { ...proposal, id: freshId<string>('proposal'), proposedAt: this.#clock.now() };
    await this.#work.run((tx) => tx.proposals.keep(kept));
    return kept;
  }

  /** Empty: of all skills. */
  proposals(skillId: string): Promise<readonly StepProposal[]> {
    return this.#work.read((tx) => tx.proposals.list(skillId === '' ? undefined : skillId));
  }

  /** The skill as it is then; undefined when it was not accepted. Rejects with `skill.no_proposal`, `skill.stale`. */
  async decide(proposalId: string, accept: boolean, principal: string): Promise<Skill | undefined> {
    named('the proposal', proposalId);
    named('who decides', principal);
    const kept = await this.#work.run(async (tx) => {
      const proposal = await tx.proposals.take(proposalId);
      if (!accept) return undefined;
      return this.#replace(tx, taught(await tx.skills.get(proposal.skillId, undefined), proposal), principal);
    });
    if (kept) await this.#changed(kept.id, 'saved');
    return kept;
  }

  /** Rejects with `skill.not_found`. */
  async remove(skillId: string, principal: string): Promise<void> {
    named('the skill', skillId);
    await this.#work.run(async (tx) => {
      const { name: subjectName } = await tx.skills.get(skillId, undefined);
      await tx.skills.remove(skillId);
      await tx.examples.removeOfSkill(skillId);
      const done = { actor: principal, deed: 'DEED_SKILL_REMOVED', subject: skillId, subjectName } as const;
      await tx.audit.append(recordOf(done, this.#clock.now()));
    });
    await this.#changed(skillId, 'removed');
  }

  async #insert(tx: Work, skill: Skill, principal: string): Promise<Skill> {
    if ((await tx.skills.list()).length >= most.skills)
      throw new DomainError('input.too_large', `there are ${most.skills} skills at most`);
    const kept = this.#next({ ...skill, id: freshId<string>('skill') }, principal);
    await tx.skills.insert(kept);
    return kept;
  }

  async #replace(tx: Work, skill: Skill, principal: string): Promise<Skill> {
    named('the skill', skill.id);
    const keepsSteps = skill.steps.length === 0 && skill.stepCount > 0;
    const kept = this.#next(keepsSteps ? withSteps(skill, await tx.skills.get(skill.id, undefined)) : skill, principal);
    await tx.skills.replace(kept);
    await tx.skills.keepNewest(skill.id, most.versions);
    return kept;
  }

  #next(skill: Skill, principal: string): Skill {
    return {
      ...skill,
      version: skill.version + 1,
      stepCount: skill.steps.length,
      updatedAt: this.#clock.now(),
      updatedBy: principal,
    };
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
  if (Skill.encode(withoutSteps(skill)).finish().length > most.bytesWithoutSteps) {
    throw tooLarge('a skill without its steps', most.bytesWithoutSteps);
  }
  if (skill.steps.length > most.steps)
    throw new DomainError('input.too_large', `a skill has at most ${most.steps} steps`);
  if (Skill.encode(skill).finish().length > most.bytes) throw tooLarge('a skill', most.bytes);
  const ids = skill.steps.map(({ id }) => named('the id of a step', id));
  if (new Set(ids).size < ids.length) throw new DomainError('input.invalid', 'two steps have one id');
}

const tooLarge = (what: string, bytes: number) =>
  new DomainError('input.too_large', `${what} has at most ${bytes} bytes`);
