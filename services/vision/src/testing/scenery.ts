import type { Element, Screen } from '../domain/screen.ts';
import { arranged } from '../domain/tree/arranged.ts';
import { type Colour, canvas, type Place, screenOf } from './hand-made.ts';

// Screens with pixels to match: every element is drawn as its role and text say, at any size and in any colours.

export interface Look {
  /** Px of the picture per px of the elements. */
  readonly scale: number;
  readonly ground: Colour;
  readonly ink: Colour;
  readonly face: Colour;
}
export const light: Look = { scale: 1, ground: [255, 255, 255], ink: [30, 30, 34], face: [232, 232, 238] };
export const dark: Look = { scale: 1, ground: [24, 26, 30], ink: [225, 226, 230], face: [52, 56, 66] };

/** Drawings by the name that an icon has in its id; 8 x 8 cells, `#` is ink. */
const pictograms: Readonly<Record<string, readonly string[]>> = {
  bin: ['..####..', '########', '.#....#.', '.#.##.#.', '.#.##.#.', '.#.##.#.', '.#....#.', '.######.'],
  pen: ['......##', '.....###', '....###.', '...###..', '..###...', '.###....', '###.....', '##......'],
  lens: ['.####...', '#....#..', '#....#..', '#....#..', '#....#..', '.####...', '.....##.', '......##'],
  plus: ['...##...', '...##...', '...##...', '########', '########', '...##...', '...##...', '...##...'],
};

/** The arranged screen and its pixels. */
export function scenery(elements: readonly Element[], look: Look = light, size = { width: 900, height: 520 }) {
  const at = (value: number) => Math.round(value * look.scale);
  const { frame, fill, border } = canvas(at(size.width), at(size.height), look.ground);
  const scaled = elements.map((element) => {
    const { x, y, width, height } = element.box;
    return { ...element, box: { x: at(x), y: at(y), width: at(width), height: at(height) } };
  });
  for (const { role, box, text, id } of scaled) {
    const place: Place = [box.x, box.y, box.width, box.height];
    if (role === 'ROLE_BUTTON') fill(place, look.face);
    if (role === 'ROLE_BUTTON' || role === 'ROLE_TEXT_FIELD' || role === 'ROLE_CHECKBOX') border(place, look.ink);
    const cells = pictograms[id.split(':')[1] ?? ''];
    if (cells) drawCells(fill, place, cells, look.ink);
    else if (text !== '' && role !== 'ROLE_ROW') drawLetters(fill, place, text, look);
  }
  const screen: Screen = arranged(
    screenOf(
      scaled.map((each) => unlettered(each)),
      { width: frame.width, height: frame.height },
    ),
  );
  return { frame, screen };
}

/** An icon has no text; its name says what to draw. */
const unlettered = (element: Element): Element => (element.role === 'ROLE_ICON' ? { ...element, text: '' } : element);

type Fill = ReturnType<typeof canvas>['fill'];

function drawCells(fill: Fill, [x, y, width, height]: Place, cells: readonly string[], ink: Colour): void {
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of [...line].entries()) {
      const left = x + Math.round((column * width) / 8);
      const top = y + Math.round((row * height) / 8);
      const right = x + Math.round(((column + 1) * width) / 8);
      const bottom = y + Math.round(((row + 1) * height) / 8);
      if (cell === '#') fill([left, top, right - left, bottom - top], ink);
    }
  }
}

/** No letters, but marks that differ from letter to letter and are the same wherever a letter stands. */
function drawLetters(fill: Fill, [x, y, width, height]: Place, text: string, { ink, scale }: Look): void {
  const step = Math.min(8 * scale, width / text.length);
  const size = Math.min(height, 12 * scale);
  const left = x + (width - step * text.length) / 2;
  const top = y + (height - size) / 2;
  for (const [index, letter] of [...text].entries()) {
    const code = letter.charCodeAt(0);
    for (let bar = 0; bar < 3; bar++) {
      if (letter === ' ' || ((code >> bar) & 1) === 0) continue;
      const lean = ((code >> 3) % 4) / 5;
      fill(
        [
          Math.round(left + index * step),
          Math.round(top + (bar / 3 + lean / 4) * size),
          Math.max(1, Math.round(step * (0.5 + lean / 2))),
          Math.max(1, Math.round(size / 6)),
        ],
        ink,
      );
    }
  }
}
