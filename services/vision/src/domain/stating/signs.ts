import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { centreX, centreY, holdsCentre, right, sharedHeight, union } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame } from '@karna/sight/frame';
import type { Marked } from '../describing.ts';
import { isMark } from '../roles.ts';
import type { Line, Word } from '../screen.ts';
import { clearness, colourOf, type Look, lookOf } from './look.ts';

/** Of nothing else can be seen what state it is in. */
export const statedRoles: readonly Role[] = [
  'ROLE_BUTTON',
  'ROLE_LINK',
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_CHECKBOX',
  'ROLE_RADIO',
  'ROLE_SWITCH',
  'ROLE_SELECT',
  'ROLE_SLIDER',
  'ROLE_TAB',
  'ROLE_MENU_ITEM',
  'ROLE_ICON',
  'ROLE_ROW',
];

/** So many others close by tell what is usual there. */
const nearest = 6;
/** So many lines and words tell how clear text is. */
const most = { lines: 60, words: 4 };
/** A caption begins so near its mark (heights of the mark, and px). */
const captionReach = { heights: 1.5, px: 21 };
/** Grounds are unlike from here on (0..255). */
const unlike = 12;

/** What is seen of one find. */
interface Seen {
  readonly find: Marked;
  readonly look: Look;
  /** How clear the text on it is, or of a mark the text beside it, 0..255; 0: there is none. */
  readonly written: number;
}

interface Usual {
  readonly clearness: number;
  /** Of a line (px). */
  readonly height: number;
}

export type Signs = Readonly<Record<string, number>>;

/** What speaks for the state of each find: numbers of about -1 to 1. Undefined where nobody can tell. */
export function signsOf(frame: Frame, finds: readonly Marked[], lines: readonly Line[]): (Signs | undefined)[] {
  const words = lines.flatMap((line) => line.words);
  const step = Math.max(1, Math.ceil(lines.length / most.lines));
  const some = lines.filter((_, index) => index % step === 0);
  const usual: Usual = {
    clearness: quantile(
      some.map(({ box }) => clearness(frame, box)),
      0.5,
    ),
    height: quantile(
      some.map(({ box }) => box.height),
      0.5,
    ),
  };
  const seen = finds.map((find): Seen | undefined =>
    statedRoles.includes(find.role)
      ? { find, look: lookOf(frame, find.box), written: writtenClearness(frame, find, words) }
      : undefined,
  );
  const all = seen.filter((one) => one !== undefined);
  const things = all.filter(({ find }) => find.role !== 'ROLE_ROW');
  const kinds = new Map([...Map.groupBy(all, ({ find }) => find.role)].map(([role, some]) => [role, kindOf(some)]));
  return seen.map((one) => {
    const kind = one && kinds.get(one.find.role);
    return (
      kind && {
        ...signsOfOne(frame, one, usual),
        ...signsAmongPeers(frame, one, kind),
        ...signsAmongNeighbours(one, nearestTo(one, things), usual),
        ...Object.fromEntries(statedRoles.map((role) => [role, one.find.role === role ? 1 : 0])),
      }
    );
  });
}

/** All of one role. */
interface Kind {
  readonly seen: readonly Seen[];
  /** What is usual among them, and what the clearest have. */
  readonly usual: { readonly ink: number; readonly written: number; readonly border: number };
  readonly best: { readonly ink: number; readonly written: number; readonly colour: number; readonly border: number };
}

function kindOf(seen: readonly Seen[]): Kind {
  const inks = seen.map(({ look }) => look.ink);
  const texts = seen.map(({ written }) => written);
  const colours = seen.map(({ look }) => look.inkColour + 1);
  const borders = seen.map(({ look }) => look.border);
  return {
    seen,
    usual: { ink: quantile(inks, 0.5), written: quantile(texts, 0.5), border: mean(borders) },
    best: {
      ink: quantile(inks, 0.9),
      written: quantile(texts, 0.9),
      colour: quantile(colours, 0.9),
      border: quantile(borders, 0.9),
    },
  };
}

function signsOfOne(frame: Frame, { find, look, written }: Seen, usual: Usual): Signs {
  const { score, box, checked, states } = find;
  return {
    score,
    height: Math.log2(Math.max(1, box.height)) / 6,
    width: Math.log2(Math.max(1, box.width)) / 10,
    lines: usual.height / Math.max(1, box.height),
    isOn: checked === 'CHECKED_STATE_ON' ? 1 : 0,
    isOff: checked === 'CHECKED_STATE_OFF' ? 1 : 0,
    netKnows: states ? 1 : 0,
    netChecked: states ? logit(states.checked) : 0,
    netSelected: states ? logit(states.selected) : 0,
    netDisabled: states ? logit(states.disabled) : 0,
    netFocused: states ? logit(states.focused) : 0,
    ink: look.ink / 255,
    inkShare: look.inkShare,
    inkTint: colourOf(frame, look.inkPixel) / 255,
    inkColour: look.inkColour / 255,
    ground: light(frame, look.ground),
    groundTint: colourOf(frame, look.ground) / 255,
    raised: look.raised / 255,
    border: look.border / 255,
    ringColour: look.ringColour / 255,
    ringPx: look.ringPx / 4,
    inkOfUsual: times(look.ink, usual.clearness),
    written: written / 255,
    isWritten: written > 0 ? 1 : 0,
    writtenOfUsual: times(written, usual.clearness),
    usual: usual.clearness / 255,
  };
}

/** Beside all of its role, and beside the nearest of them. */
function signsAmongPeers(frame: Frame, one: Seen, { seen, usual, best }: Kind): Signs {
  const { look, written } = one;
  const near = nearestTo(one, seen);
  const more = (of: (look: Look) => number) =>
    near.length === 0 ? 0 : of(look) - mean(near.map((peer) => of(peer.look)));
  const isUnlike = (peer: Seen) => (contrast(frame.rgb, peer.look.ground, look.ground) > unlike ? 1 : 0);
  return {
    peers: Math.min(1, (seen.length - 1) / 8),
    inkOfBest: times(look.ink, best.ink),
    inkOfMedian: times(look.ink, usual.ink),
    inkOfNear: times(look.ink, Math.max(0, ...near.map((peer) => peer.look.ink))),
    writtenOfBest: times(written, best.written),
    writtenOfMedian: times(written, usual.written),
    colourOfBest: times(look.inkColour + 1, best.colour),
    borderOfBest: times(look.border, best.border),
    borderOfNear: times(look.border, mean(near.map((peer) => peer.look.border))),
    groundUnlikeNear: mean(near.map(isUnlike)),
    groundUnlike: mean(seen.map(isUnlike)),
    inkUnlike: mean(near.map((peer) => contrast(frame.rgb, peer.look.inkPixel, look.inkPixel) / 255)),
    groundMore: more(({ ground }) => light(frame, ground)),
    groundTintMore: more(({ ground }) => colourOf(frame, ground) / 255),
    raisedMore: more(({ raised }) => raised / 255),
    inkTintMore: more(({ inkPixel }) => colourOf(frame, inkPixel) / 255),
    inkShareMore: more(({ inkShare }) => inkShare),
    borderMoreNear: more(({ border }) => border / 255),
    borderMore: (look.border - usual.border) / 255,
    ringColourMore: more(({ ringColour }) => ringColour / 255),
    ringPxMore: more(({ ringPx }) => ringPx / 4),
  };
}

/** Beside what stands next to it, of any role: that is of the same window, and often in the same state. */
function signsAmongNeighbours(one: Seen, neighbours: readonly Seen[], usual: Usual): Signs {
  const clear = ({ written, look }: Seen) => written || look.ink;
  const theirs = neighbours.map(clear);
  return {
    nearOfUsual: times(quantile(theirs, 0.5), usual.clearness),
    bestNearOfUsual: times(Math.max(0, ...theirs), usual.clearness),
    clearOfNear: times(clear(one), quantile(theirs, 0.5)),
    clearOfBestNear: times(clear(one), Math.max(0, ...theirs)),
    netDisabledNear: Math.max(0, ...neighbours.map(({ find }) => find.states?.disabled ?? 0)),
    ringColourNear: (Math.max(0, ...neighbours.map(({ look }) => look.ringColour)) - one.look.ringColour) / 255,
  };
}

/** The nearest others; what stands in the same row is nearer. */
function nearestTo(one: Seen, all: readonly Seen[]): Seen[] {
  const { box } = one.find;
  const [x, y] = [centreX(box), centreY(box)];
  const found: { readonly other: Seen; readonly away: number }[] = [];
  for (const other of all) {
    if (other === one) continue;
    const away = Math.abs(centreX(other.find.box) - x) + 2 * Math.abs(centreY(other.find.box) - y);
    if (found.length === nearest && away >= (found.at(-1)?.away ?? 0)) continue;
    found.push({ other, away });
    found.sort((a, b) => a.away - b.away);
    if (found.length > nearest) found.pop();
  }
  return found.map(({ other }) => other);
}

function writtenClearness(frame: Frame, { role, box }: Marked, words: readonly Word[]): number {
  if (isMark(role)) return captionClearness(frame, box, words);
  const own = words.filter((word) => holdsCentre(box, word.box)).slice(0, most.words);
  return Math.max(0, ...own.map((word) => clearness(frame, word.box)));
}

/** Of the text right of a mark. */
function captionClearness(frame: Frame, box: Box, words: readonly Word[]): number {
  const reach = Math.max(captionReach.px, captionReach.heights * box.height);
  const behind = words
    .filter(
      (word) =>
        word.box.x >= right(box) - 3 && sharedHeight(word.box, box) > 0.4 * Math.min(word.box.height, box.height),
    )
    .sort((a, b) => a.box.x - b.box.x)
    .slice(0, most.words);
  const caption: Word[] = [];
  let end = right(box);
  for (const word of behind) {
    if (word.box.x - end > (caption.length === 0 ? reach : word.box.height)) break;
    caption.push(word);
    end = right(word.box);
  }
  return caption.length === 0 ? 0 : clearness(frame, union(caption.map((word) => word.box)));
}

/** How often one is the other: 1 for four times, 0 for the same, -1 for a quarter. */
const times = (one: number, other: number): number =>
  one === 0 || other === 0 ? 0 : Math.max(-1, Math.min(1, Math.log2(one / other) / 2));

/** Probabilities of a thousandth and less are the same. */
const logit = (share: number): number => {
  const inside = Math.min(0.999, Math.max(0.001, share));
  return Math.log(inside / (1 - inside)) / 5;
};

/** 0..1. */
const light = ({ rgb }: Frame, pixel: number): number =>
  (byteAt(rgb, pixel) + byteAt(rgb, pixel + 1) + byteAt(rgb, pixel + 2)) / 765;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

/** Of those that are there at all. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter((one) => one > 0).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
