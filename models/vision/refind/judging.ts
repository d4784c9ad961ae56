import { decide } from '../../../services/vision/src/domain/remembering/recall.ts';
import type { Element } from '../../../services/vision/src/domain/screen.ts';
import { unsaid } from '../../../services/vision/src/domain/screen.ts';
import type { Trial } from './trials.ts';

/** What the service would have said. */
export interface Verdict {
  readonly trial: Trial;
  readonly isUnique: boolean;
  /** The best candidate is the target. */
  readonly isRight: boolean;
  readonly confidence: number;
}

/** Decides with the weights that the service has now. */
export function verdictOn(trial: Trial): Verdict {
  const all = trial.candidates.map((candidate, place) => ({ ...candidate, element: standIn(place, candidate) }));
  const { candidates, unique } = decide({ ...trial, all }, 1);
  const [best] = candidates;
  return {
    trial,
    isUnique: unique,
    isRight: best !== undefined && trial.rights.includes(Number(best.element.id)),
    confidence: best?.confidence ?? 0,
  };
}

/** Places and texts are not kept; which candidate it was is its id. */
const standIn = (place: number, { disabled, role }: Trial['candidates'][number]): Element => ({
  ...unsaid,
  id: `${place}`,
  box: { x: 0, y: 0, width: 1, height: 1 },
  role,
  score: 1,
  text: '',
  disabled,
});
