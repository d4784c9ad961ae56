import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { moved } from './boxes.ts';
import { type Frame, planes } from './frame.ts';
import type { ScreenFile } from './pack.ts';
import { networkStep } from './parts.ts';
import { cellPx, type HeatMaps, type Proposal, peaks } from './proposals.ts';
import { floats, openSession } from './sessions.ts';

/** Less is not worth a look, not even as a guess. */
const floors: Readonly<Record<string, number>> = { text: 0.25, heading: 0.25 };
const usualFloor = 0.1;
/** More than any readable screen has; a frame of noise must not take minutes. */
const most = 1500;

/** How surely a network must see what a class names to say so; undefined: it is not asked for. */
export type Floor = (className: string) => number | undefined;

const isLineClass = (className: string): boolean => className === 'text' || className === 'heading';
export const everything: Floor = (className) => floors[className] ?? usualFloor;
export const linesOnly: Floor = (className) => (isLineClass(className) ? floors[className] : undefined);

/** One network for elements of every role and lines of text. */
export class ScreenNetwork {
  /** In the order of the proposals' kinds. */
  readonly classes: readonly string[];
  readonly #session: InferenceSession;
  readonly #floors: readonly (number | undefined)[];
  readonly #groups: readonly number[];
  /** For the largest picture so far, and for one look at a time. */
  #room = new Uint8Array(0);

  private constructor(session: InferenceSession, { classes, groups }: ScreenFile, floor: Floor) {
    this.classes = classes;
    this.#session = session;
    this.#floors = classes.map(floor);
    this.#groups = groups;
  }

  static async open(file: ScreenFile, threads: number, floor: Floor): Promise<ScreenNetwork> {
    return new ScreenNetwork(await openSession(file.bytes, threads), file, floor);
  }

  /** What lies in one part of a frame, in px of the frame, best first. The part's corner is at multiples of 32. */
  async look(frame: Frame, part: Box): Promise<Proposal[]> {
    const found = peaks(await this.#maps(frame, part), this.#floors, most);
    return found.map((proposal) => ({ ...proposal, box: moved(proposal.box, part.x, part.y) }));
  }

  close(): Promise<void> {
    return this.#session.release();
  }

  async #maps(frame: Frame, part: Box): Promise<HeatMaps> {
    const { width, height, values } = planes(frame, part, networkStep, this.#room);
    if (values.length > this.#room.length) this.#room = values;
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
}
