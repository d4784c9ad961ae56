import sharp from 'sharp';
import type { Box } from '../../ports.ts';
import { Browser, type Page } from './browser.ts';
import { Dice } from './dice.ts';
import type { Secret } from './inventing.ts';
import { layoutNames, plantedPage } from './pages.ts';
import type { Picture } from './picture.ts';

export interface PlantedSecret extends Secret {
  /** Where masking is called for (px): its lines, or the field it stands in. */
  readonly places: readonly Box[];
  /** The pixels it is drawn with: indexes into the picture. */
  readonly ink: Uint32Array;
}

export interface PlantedScreen {
  readonly layout: string;
  readonly picture: Picture;
  readonly secrets: readonly PlantedSecret[];
}

const size = { width: 1280, height: 720 };

/** Screens that hold at least `count` visible secrets, one page after another; the same seed gives the same. */
export async function* plantedScreens(count: number, seed = 1): AsyncGenerator<PlantedScreen> {
  await using browser = await Browser.open();
  const page = await browser.page();
  const dice = new Dice(seed);
  for (let planted = 0, n = 0; planted < count; n++) {
    const screen = await plantedScreen(page, dice, n);
    planted += screen.secrets.length;
    yield screen;
  }
}

async function plantedScreen(page: Page, dice: Dice, n: number): Promise<PlantedScreen> {
  const { html, look, secrets, layout } = plantedPage(dice, layoutNames[n % layoutNames.length] ?? 'form');
  await page.show(html, size.width, size.height, look.scale);
  const picture = await pictureOf(page);
  const places = await page.evaluate<Box[][]>(placesOf);
  await page.evaluate(vanish);
  const ink = differing(picture, await pictureOf(page));
  const planted = secrets.map((secret, index) => {
    const boxes = (places[index] ?? []).map((box) => scaled(box, look.scale));
    return {
      ...secret,
      places: boxes,
      ink: ink.filter((pixel) => boxes.some((box) => holds(box, pixel, picture.width))),
    };
  });
  return { layout, picture, secrets: planted.filter(({ ink }) => ink.length > 0) };
}

/** The lines of each secret as the browser laid them out. */
const placesOf = `[...document.querySelectorAll('[data-secret]')]
  .sort((a, b) => a.dataset.secret - b.dataset.secret)
  .map((element) => [...element.getClientRects()].map(({ x, y, width, height }) => ({ x, y, width, height })))`;

/** Takes the secrets' ink away and leaves all else where it is: what differs then is theirs. */
const vanish = `(() => {
  const style = document.createElement('style');
  style.textContent = '[data-secret], [data-secret]::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; }';
  document.head.append(style);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
})()`;

async function pictureOf(page: Page): Promise<Picture> {
  const { data, info } = await sharp(await page.picture())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

const scaled = ({ x, y, width, height }: Box, scale: number): Box => ({
  x: x * scale,
  y: y * scale,
  width: width * scale,
  height: height * scale,
});

/** Indexes of the pixels that differ visibly, in order. */
export function differing(before: Picture, after: Picture): Uint32Array {
  const found: number[] = [];
  for (let pixel = 0; pixel < before.width * before.height; pixel++) {
    const at = pixel * 3;
    const far = (colour: number) => Math.abs((before.rgb[at + colour] ?? 0) - (after.rgb[at + colour] ?? 0)) > 24;
    if (far(0) || far(1) || far(2)) found.push(pixel);
  }
  return Uint32Array.from(found);
}

const holds = ({ x, y, width, height }: Box, pixel: number, rowPx: number): boolean => {
  const [column, row] = [pixel % rowPx, Math.floor(pixel / rowPx)];
  return column >= Math.floor(x) && column < x + width && row >= Math.floor(y) && row < y + height;
};
