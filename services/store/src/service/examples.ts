import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { Example } from '@karna/proto/gen/skill/v1/example';
import { freshId } from '@karna/proto/ids';
import { named, refuseNul } from '../domain/limits.ts';
import type { Events } from '../events.ts';
import type { Announcer, UnitOfWork } from '../ports.ts';

/** Of one skill, and of the direct commands of one principal. */
const most = 50;
const maxExampleBytes = 8 * 1024;

/** What people confirmed about the meaning of words. Each wording has one meaning: the one confirmed last. */
export class ExampleRecords {
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

  /** Rejects with `skill.not_found`. */
  async keep(example: Example): Promise<Example> {
    check(example);
    const kept: Example = { ...example, id: freshId<string>('example'), at: this.#clock.now() };
    const { skillId, principal, text, domain } = kept;
    const words = plain(text);
    await this.#work.run(async (tx) => {
      if (skillId !== '' && !(await tx.skills.list()).some(({ id }) => id === skillId))
        throw new DomainError('skill.not_found', 'there is no such skill');
      await tx.examples.put(kept, { owner: skillId === '' ? principal : '', words, domain: plain(domain) }, most);
    });
    await this.#changed(kept, 'kept');
    return kept;
  }

  /** Oldest first; of all when no skill is named. */
  list(skillId: string): Promise<readonly Example[]> {
    return this.#work.read((tx) => tx.examples.list(skillId === '' ? undefined : skillId));
  }

  /** Of `principal` only, unless that is empty. Rejects with `example.not_found`. */
  async remove(exampleId: string, principal: string): Promise<void> {
    named('the example', exampleId);
    const isGone = await this.#work.run((tx) =>
      tx.examples.remove(exampleId, principal === '' ? undefined : principal),
    );
    if (!isGone) throw new DomainError('example.not_found', 'there is no such example of yours');
    await this.#changed({ id: exampleId }, 'removed');
  }

  async #changed({ id }: Pick<Example, 'id'>, what: 'kept' | 'removed'): Promise<void> {
    this.#events.exampleChanged(id, what);
    await this.#announcer.skillChanged(id).catch((error: unknown) => this.#events.notAnnounced(id, error));
  }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');

function check(example: Example): void {
  refuseNul(example);
  named('who confirmed it', example.principal);
  if (example.text.trim() === '') throw new DomainError('input.invalid', 'an example has words');
  if ((example.skillId === '') === (example.command === ''))
    throw new DomainError('input.invalid', 'an example means a skill or a direct command');
  if (Example.encode(example).finish().length > maxExampleBytes)
    throw new DomainError('input.too_large', `an example has at most ${maxExampleBytes} bytes`);
}
