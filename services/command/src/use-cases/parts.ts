import type { Clock } from '@karna/common/clock';
import type { Limits } from '../config.ts';
import type { Events } from '../events.ts';
import type {
  Desktops,
  Eyes,
  Hands,
  Interpreter,
  Pictures,
  Policies,
  SkillVersions,
  Tasks,
  Workers,
} from '../ports.ts';

/** Everything that the use cases stand on. */
export interface Parts {
  readonly tasks: Tasks;
  readonly desktops: Desktops;
  readonly policies: Policies;
  readonly pictures: Pictures;
  readonly skills: SkillVersions;
  readonly hands: Hands;
  readonly eyes: Eyes;
  readonly interpreter: Interpreter;
  readonly workers: Workers;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly events: Events;
}
