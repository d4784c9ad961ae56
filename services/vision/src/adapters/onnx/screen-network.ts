import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Frame, planes } from '../../domain/frame.ts';
import { networkStep } from '../../domain/looking/parts.ts';
import { cellPx, type HeatMaps, peaks } from '../../domain/proposals.ts';
import { roleOf } from '../../domain/roles.ts';
import type { Sighting } from '../../domain/sighting.ts';
import { type Detector, floats, sightingOf } from './detector.ts';

/** Found best on held-out pages: elements at 0.3 (best F1 at 0.38, but a missed button costs more), lines at 0.25. */
const floors = { element: 0.3, line: 0.25 };
/** More than any readable screen has; a frame of noise must not take minutes. */
const most = 1500;

/** One network for elements of every role and lines of text. */
export class ScreenNetwork implements Detector {
  readonly #session: InferenceSession;
  readonly #roles: readonly Role[];
  readonly #floors: readonly number[];
  readonly #groups: readonly number[];

  constructor(
    session: InferenceSession,
    { classes, groups }: { classes: readonly string[]; groups: readonly number[] },
  ) {
    this.#session = session;
    this.#roles = classes.map(roleOf);
    this.#floors = classes.map((name) => (name === 'text' || name === 'heading' ? floors.line : floors.element));
    this.#groups = groups;
  }

  async detect(frame: Frame, part: Box): Promise<Sighting[]> {
    const maps = await this.#maps(frame, part);
    return peaks(maps, this.#floors, most).map((proposal) => sightingOf(proposal, this.#roles, part));
  }

  async #maps(frame: Frame, part: Box): Promise<HeatMaps> {
    const { width, height, values } = planes(frame, part, networkStep);
    const output = await this.#session.run({ image: new Tensor('uint8', values, [1, 3, height, width]) });
    return {
      heat: floats(output, 'heat'),
      edges: floats(output, 'box'),
      states: floats(output, 'state'),
      groups: this.#groups,
      width: width / cellPx,
      height: height / cellPx,
    };
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}
