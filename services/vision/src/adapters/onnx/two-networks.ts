import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Frame, planes } from '../../domain/frame.ts';
import { networkStep } from '../../domain/looking/parts.ts';
import { cellPx, peaks } from '../../domain/proposals.ts';
import { roleOf } from '../../domain/roles.ts';
import type { Sighting } from '../../domain/sighting.ts';
import { type Detector, floats, sightingOf } from './detector.ts';

/** Names of the first networks that are not the contract's. */
const oldNames: Readonly<Record<string, string>> = { field: 'text_field', toggle: 'switch', menuitem: 'menu_item' };

/** The first generation: one network for elements, one for lines, without holders, headings and states. */
export class TwoNetworks implements Detector {
  readonly #elements: InferenceSession;
  readonly #lines: InferenceSession;
  readonly #roles: readonly Role[];

  constructor(elements: InferenceSession, lines: InferenceSession, classes: readonly string[]) {
    this.#elements = elements;
    this.#lines = lines;
    this.#roles = classes.map((name) => roleOf(oldNames[name] ?? name));
  }

  async detect(frame: Frame, part: Box, size: 'whole' | 'halved'): Promise<Sighting[]> {
    const lines = await this.#run(this.#lines, ['ROLE_TEXT'], 0.25, frame, part);
    // Of halved frames it was only ever asked for large type.
    return size === 'halved' ? lines : [...(await this.#run(this.#elements, this.#roles, 0.3, frame, part)), ...lines];
  }

  async #run(
    session: InferenceSession,
    roles: readonly Role[],
    floor: number,
    frame: Frame,
    part: Box,
  ): Promise<Sighting[]> {
    const { width, height, values } = planes(frame, part, networkStep);
    const output = await session.run({ image: new Tensor('uint8', values, [1, 3, height, width]) });
    const maps = {
      heat: floats(output, 'heat'),
      edges: floats(output, 'box'),
      groups: roles.map(() => 0),
      width: width / cellPx,
      height: height / cellPx,
    };
    const floors = roles.map(() => floor);
    return peaks(maps, floors, 1000).map((proposal) => sightingOf(proposal, roles, part));
  }

  async close(): Promise<void> {
    await this.#elements.release();
    await this.#lines.release();
  }
}
