import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { ReadCharacter } from '@karna/sight/ctc';
import type { Frame } from '@karna/sight/frame';
import { type LineCrop, readerHeight } from '@karna/sight/line-crop';
import type { PackFiles } from '@karna/sight/pack';
import { ReaderNetwork } from '@karna/sight/reader-network';
import { everything, ScreenNetwork } from '@karna/sight/screen-network';
import { roleOf } from '../../domain/roles.ts';
import type { Sighting } from '../../domain/sighting.ts';
import type { Models } from '../../ports.ts';

/** The networks on the CPU. */
export class OnnxModels implements Models {
  readonly #screen: ScreenNetwork;
  readonly #roles: readonly Role[];
  readonly #reader: ReaderNetwork;

  private constructor(screen: ScreenNetwork, reader: ReaderNetwork) {
    this.#screen = screen;
    this.#roles = screen.classes.map(roleOf);
    this.#reader = reader;
  }

  static async open({ screen, reader }: PackFiles, threads: number): Promise<OnnxModels> {
    return new OnnxModels(
      await ScreenNetwork.open(screen, threads, everything),
      await ReaderNetwork.open(reader, threads),
    );
  }

  /** The first run of each shape plans its memory and takes twice as long: better now than on somebody's first click. */
  async warmUp(width: number, height: number): Promise<void> {
    const frame: Frame = { width, height, rgb: new Uint8Array(width * height * 3) };
    await this.detect(frame, { x: 0, y: 0, width, height });
    await this.detect(frame, { x: 0, y: 0, width: width >> 1, height: height >> 1 });
    const crop: LineCrop = {
      box: { x: 0, y: 0, width: 1, height: 1 },
      width: 96,
      values: new Float32Array(96 * readerHeight),
    };
    await this.read([crop]);
  }

  async close(): Promise<void> {
    await this.#screen.close();
    await this.#reader.close();
  }

  async detect(frame: Frame, part: Box): Promise<Sighting[]> {
    const proposals = await this.#screen.look(frame, part);
    return proposals.map(({ kind, ...seen }) => ({ ...seen, role: this.#roles[kind] ?? 'ROLE_UNSPECIFIED' }));
  }

  read(crops: readonly LineCrop[], signal?: AbortSignal): Promise<ReadCharacter[][]> {
    return this.#reader.read(crops, signal);
  }
}
