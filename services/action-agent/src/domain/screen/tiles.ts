import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Size } from '../geometry.ts';

/** Side of the squares in which the live picture is kept up to date (px). */
export const tilePx = 64;

/** Some of the tiles of a picture. */
export class TileSet {
  readonly columns: number;
  readonly rows: number;
  readonly #size: Size;
  readonly #marked: Uint8Array;
  #count = 0;

  constructor(size: Size) {
    this.#size = size;
    this.columns = Math.ceil(size.width / tilePx);
    this.rows = Math.ceil(size.height / tilePx);
    this.#marked = new Uint8Array(this.columns * this.rows);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get count(): number {
    return this.#count;
  }

  has(tile: number): boolean {
    return this.#marked[tile] === 1;
  }

  add(tile: number): void {
    if (this.#marked[tile] !== 0) return;
    this.#marked[tile] = 1;
    this.#count += 1;
  }

  delete(tile: number): void {
    if (this.#marked[tile] !== 1) return;
    this.#marked[tile] = 0;
    this.#count -= 1;
  }

  addAll(): void {
    this.#marked.fill(1);
    this.#count = this.#marked.length;
  }

  clear(): void {
    this.#marked.fill(0);
    this.#count = 0;
  }

  addBox(box: Box): void {
    for (const tile of this.tilesOf(box)) this.add(tile);
  }

  touches(box: Box): boolean {
    for (const tile of this.tilesOf(box)) if (this.has(tile)) return true;
    return false;
  }

  *[Symbol.iterator](): Generator<number> {
    if (this.#count === 0) return;
    for (let tile = 0; tile < this.#marked.length; tile++) if (this.#marked[tile] === 1) yield tile;
  }

  /** The tiles that a box lies on, as far as it lies on the picture. */
  *tilesOf({ x, y, width, height }: Box): Generator<number> {
    const right = Math.min(this.#size.width, x + width);
    const bottom = Math.min(this.#size.height, y + height);
    for (let row = Math.max(0, Math.floor(y / tilePx)); row * tilePx < bottom; row++)
      for (let column = Math.max(0, Math.floor(x / tilePx)); column * tilePx < right; column++)
        yield row * this.columns + column;
  }

  boxOf(tile: number): Box {
    const x = (tile % this.columns) * tilePx;
    const y = Math.floor(tile / this.columns) * tilePx;
    return {
      x,
      y,
      width: Math.min(tilePx, this.#size.width - x),
      height: Math.min(tilePx, this.#size.height - y),
    };
  }

  /** Boxes that cover just these tiles, as large as is easily told. */
  boxes(): Box[] {
    const left = Uint8Array.from(this.#marked);
    const boxes: Box[] = [];
    for (const tile of this) {
      if (left[tile] === 1) boxes.push(this.#grown(tile, left));
    }
    return boxes;
  }

  #grown(tile: number, left: Uint8Array): Box {
    const [column, row] = [tile % this.columns, Math.floor(tile / this.columns)];
    const isLeft = (x: number, y: number) => left[y * this.columns + x] === 1;
    let across = 1;
    while (column + across < this.columns && isLeft(column + across, row)) across++;
    const isRow = (y: number) => Array.from({ length: across }, (_, x) => isLeft(column + x, y)).every(Boolean);
    let down = 1;
    while (row + down < this.rows && isRow(row + down)) down++;
    for (let y = row; y < row + down; y++) left.fill(0, y * this.columns + column, y * this.columns + column + across);
    const last = this.boxOf((row + down - 1) * this.columns + column + across - 1);
    const { x, y } = this.boxOf(tile);
    return { x, y, width: last.x + last.width - x, height: last.y + last.height - y };
  }
}
