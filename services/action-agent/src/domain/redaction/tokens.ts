import type { Find } from './find.ts';
import type { Writing } from './writing.ts';

/** After a beginning that is a word, too: eight characters and more, other ones than small letters among them. Tabs and columns cut the rest off. */
const begun = `(?=(?:[A-Za-z0-9][,"']?){8})(?=[a-z]*[A-Z0-9])`;
/** What well-known services begin their keys with; underscores are often read as blanks or other strokes. */
const prefixed = new RegExp(
  [
    'gh[pousr][_ \\-.]{1,2}',
    'github[_ \\-.]?pat',
    'glpat[-_ ]',
    'sk[-_ ](live|test|proj|ant)?',
    '[pr]k[-_ ](live|test)',
    'whsec[_ ]',
    'A[KS]IA(?=[A-Z0-9])',
    'xox[abeoprs][-_ ]',
    'AIza',
    'ya29[.,]',
    `npm[_ ]${begun}`,
    'pypi-',
    `hf[_ ]${begun}`,
    `SG[.,]${begun}`,
    'ey ?J[a-zA-Z0-9]',
    'dop[_ ]v1',
    'shp(at|ca|pa|ss)[_ ]',
    'EAACEdEose0cBA',
  ]
    .map((one) => `(?:${one})`)
    .join('|'),
);
/** What keys are written with; a bracket, a star or a sign that no key has (× for x) between letters is a letter that was misread. */
const keyish = '(?:[A-Za-z0-9_+/~.$!|\\-]|(?<=[A-Za-z0-9])(?:[*[\\]]|[^\\x00-\\x7f\\s])(?=[A-Za-z0-9]))';
const run = new RegExp(`${keyish}+={0,2}`, 'g');
/** A prefix alone is a word; so many characters of key come after it at least. */
const leastAfterPrefix = 8;
/** Nor do keys with a known beginning end at a dot or comma in the middle: specks of dirt are read so. */
const speckled = `(?:${keyish}|(?<=[A-Za-z0-9])[,"'](?=[A-Za-z0-9]))`;
const known = new RegExp(`(?<![A-Za-z0-9])(?:${prefixed.source})${speckled}{${leastAfterPrefix},}={0,2}`, 'g');

/** Shorter strings without a known beginning are not called keys. */
const leastLength = 20;
const leastHex = 32;

/** Keys and tokens: by how well-known ones begin, and by looking like chance. */
export function tokens(writing: Writing): Find[] {
  const wrap = writing.text.indexOf('\n');
  return wrap < 0 ? [...keysIn(writing.text), ...begunIn(writing.text)] : wrapped(writing, wrap);
}

/** A known beginning at the end of a row: the key is on the next one, or beyond the edge. */
const begunIn = (text: string): Find[] =>
  [...text.matchAll(new RegExp(`(?<![A-Za-z0-9])(?:${prefixed.source})${keyish}{0,7}$`, 'g'))].map(
    ({ index, 0: match }) => ({ pattern: 'token', from: index, to: index + match.length, sure: false }),
  );

/** A wrapped key has at least so many characters on the row it begins on. */
const leastBeforeWrap = 6;

/** Keys that go on below. Columns do not wrap into the next row. */
function wrapped({ text, isFull }: Writing, wrap: number): Find[] {
  if (text.slice(0, wrap).includes('\t')) return [];
  return keysIn(text.replace('\n', ''))
    .filter(({ from, to }) => from < wrap && to > wrap)
    .filter(({ from, to }) =>
      isGoingOn(text.slice(from, wrap), text.slice(wrap + 1, to + 1), text.slice(to + 1), isFull),
    )
    .map((find) => ({ ...find, to: find.to + 1 }));
}

function isGoingOn(above: string, below: string, after: string, isFull: boolean): boolean {
  if (new RegExp(`^(?:${prefixed.source})$`).test(above)) return true; // only the beginning had room
  if (!isFull || above.length < leastBeforeWrap) return false;
  // The last characters of a key stand alone on their row; a word that begins the next row does not.
  return below.length < 4 ? after === '' && looksLikeChance(above) : !isWordy(below);
}

function keysIn(text: string): Find[] {
  const found: Find[] = [];
  const add = (from: number, length: number) => found.push({ pattern: 'token', from, to: from + length, sure: true });
  for (const { 0: match, index } of text.matchAll(known)) add(index, match.length);
  for (const { 0: match, index } of text.matchAll(run)) if (looksLikeChance(match)) add(index, match.length);
  return found;
}

/** Whether it is, or holds, a string that nobody would make up: hexadecimal, or of mixed characters without words in it. */
export function looksLikeChance(text: string): boolean {
  if (text.length < leastLength) return false;
  if (text.replaceAll('-', '').match(/[0-9a-fA-FOolIS]{32,}/) && /[0-9].*[0-9].*[0-9]/.test(text)) {
    return text.replaceAll('-', '').length >= leastHex;
  }
  // Paths, addresses and names are made of words between such marks; keys have long runs between them.
  const runs = text.split(/[./=~$]+|(?<=[a-z]{3})[_-](?=[a-z]{3})/);
  return runs.some((one) => isMixed(one.replaceAll(/[_+-]/g, '').replaceAll(/[|![\]]/g, 'l')));
}

function isMixed(text: string): boolean {
  if (text.length < leastLength) return false;
  const [lower, upper, digit] = [/[a-z]/, /[A-Z]/, /\d/].map((kind) => kind.test(text));
  const kinds = [lower, upper, digit].filter(Boolean).length;
  if (kinds < 2) return false;
  return meanPiece(text) < shortPieces || commonPairs(text) < rarePairs;
}

/** Made of letters as words are: no more of a key. */
const isWordy = (text: string): boolean =>
  /^[A-Za-z_.\-=]+$/.test(text) &&
  !/[a-z][A-Z]|[A-Z]{2}[a-z]/.test(text) &&
  (text.length < 9 || commonPairs(text) >= rarePairs);

/** Words, numbers and NamesLikeThis come in pieces of four letters and more; chance in pieces of two (characters). */
const shortPieces = 3;

function meanPiece(text: string): number {
  const pieces = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return text.length / Math.max(1, pieces.length);
}

/** Of the pairs of letters in words nine tenths are common, in chance less than half. */
const rarePairs = 0.65;

/** The pairs that nine tenths of the letters of European languages come in. */
const common = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma ' +
    'si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ' +
    'ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc ' +
    'bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br ' +
    'bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl ' +
    'my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt lv rp oe sk tc wr iq sz ez cz dz rz zu zi ku ka ko ja nj ij uw aa'
  ).split(' '),
);

/** Which part of its pairs of letters is common, 0..1: 0.9 in words, 0.4 in chance. 1 when there are too few to tell. */
function commonPairs(text: string): number {
  const pairs = [...text.toLowerCase()].flatMap((one, at, all) => {
    const pair = `${one}${all[at + 1] ?? ''}`;
    return /^[a-z]{2}$/.test(pair) ? [pair] : [];
  });
  if (pairs.length < 8) return 1;
  return pairs.filter((pair) => common.has(pair)).length / pairs.length;
}
