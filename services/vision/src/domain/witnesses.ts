import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import { area, clipped, holdsCentre, likenessOfBoxes, rounded, sharedArea } from '@karna/sight/boxes';
import { likeness } from './likeness.ts';
import { isHolder, isMark, isPicture, isWritten } from './roles.ts';
import { type Element, type Screen, unsaid } from './screen.ts';

/** An accessible element with a place that can be on the screen. */
type Claim = AccessibleElement & { box: Box };

/** More than any screen has: what an application says is not bounded by what can be seen. */
const mostClaims = 2_000;
/** Boxes that overlap so far mean the same thing. */
const agreeing = 0.5;
/** What two witnesses say is in doubt only as far as both may err. */
const doubtLeft = 0.4;
/** What an application says and pixels merely do not deny. */
const addedScore = 0.5;
/** A claim that shares more than this with another element is in its way. */
const conflicting = 0.1;

/**
 * Joins what applications say of themselves with what was seen. Who agrees makes an element surer, names it when it
 * shows no text, and tells states that pixels do not show. What nobody saw is added only where something is drawn,
 * nothing else was seen there, and no text contradicts its name: it may be covered, or no longer there.
 */
export function withWitnesses(
  screen: Screen,
  accessible: readonly AccessibleElement[],
  isDrawn: (box: Box) => boolean,
): Screen {
  const claims = accessible.slice(0, mostClaims).flatMap((one) => claimOn(screen, one));
  const agreed = agreements(screen.elements, claims);
  const elements = screen.elements.map((element) => {
    const claim = agreed.get(element);
    return claim ? confirmed(element, claim) : element;
  });
  const known = new Set(agreed.values());
  const unknown = claims.filter((claim) => !known.has(claim)).sort((a, b) => area(a.box) - area(b.box));
  return unknown.reduce<Screen>((all, claim) => withClaim(all, claim, isDrawn), { ...screen, elements });
}

function claimOn({ width, height }: Screen, one: AccessibleElement): Claim[] {
  if (!one.box || one.role === 'ROLE_UNSPECIFIED') return [];
  const box = clipped(one.box, width, height);
  const isOnScreen = box.width >= 5 && box.height >= 5 && area(box) > 0.5 * area(one.box);
  return isOnScreen ? [{ ...one, box }] : [];
}

/** Each element with the one claim that fits it best. */
function agreements(elements: readonly Element[], claims: readonly Claim[]): Map<Element, Claim> {
  const possible = claims.flatMap((claim) =>
    elements.flatMap((element) => {
      const fit = agreement(element, claim);
      return fit > 0 ? [{ element, claim, fit }] : [];
    }),
  );
  const agreed = new Map<Element, Claim>();
  const used = new Set<Claim>();
  for (const { element, claim } of possible.sort((a, b) => b.fit - a.fit)) {
    if (agreed.has(element) || used.has(claim)) continue;
    agreed.set(element, claim);
    used.add(claim);
  }
  return agreed;
}

/** 0: they do not mean the same. A mark's claim often reaches over its caption. */
function agreement(element: Element, claim: Claim): number {
  if (!isKin(element.role, claim.role) || contradicts(element.text, claim.name)) return 0;
  const like = likenessOfBoxes(element.box, claim.box);
  if (like >= agreeing) return like;
  const isCaptioned =
    isMark(element.role) && holdsCentre(claim.box, element.box) && claim.box.height < 3 * element.box.height;
  return isCaptioned ? like + 0.1 : 0;
}

const roleKinds: readonly ReadonlySet<Role>[] = [
  new Set(['ROLE_BUTTON', 'ROLE_LINK', 'ROLE_TAB', 'ROLE_MENU_ITEM', 'ROLE_ICON', 'ROLE_SELECT']),
  new Set(['ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA', 'ROLE_SELECT']),
  new Set(['ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH']),
  new Set(['ROLE_ICON', 'ROLE_IMAGE']),
  new Set(['ROLE_TEXT', 'ROLE_HEADING']),
  new Set(['ROLE_WINDOW', 'ROLE_DIALOG']),
  new Set(['ROLE_ROW', 'ROLE_MENU_ITEM']),
];

const isKin = (a: Role, b: Role): boolean => a === b || roleKinds.some((kind) => kind.has(a) && kind.has(b));

/** Two names that have nothing to do with each other: one of them is not what can be seen. */
const contradicts = (seen: string, said: string): boolean =>
  seen !== '' && said !== '' && !likeness(said, seen) && !likeness(seen, said);

function confirmed(element: Element, claim: Claim): Element {
  const isNameless = element.text === '' && element.label === '';
  return {
    ...element,
    score: 1 - (1 - element.score) * doubtLeft,
    label: isNameless ? claim.name : element.label,
    checked: element.checked === 'CHECKED_STATE_UNSPECIFIED' ? claim.checked : element.checked,
    selected: element.selected || claim.selected,
    disabled: element.disabled || claim.disabled,
    focused: element.focused || claim.focused,
    witnesses: ['pixels', 'accessibility'],
  };
}

/** The screen with what only the application knows, when the screen bears it out. */
function withClaim(screen: Screen, claim: Claim, isDrawn: (box: Box) => boolean): Screen {
  if (isWritten(claim.role) || isHolder(claim.role) || !isDrawn(claim.box)) return screen;
  const inside = screen.elements.filter(({ box }) => holdsCentre(claim.box, box));
  const texts = inside.filter(({ role }) => role === 'ROLE_TEXT' || role === 'ROLE_HEADING');
  if (screen.elements.some((other) => !texts.includes(other) && isInTheWay(other, claim))) return screen;
  const text = texts.map((each) => each.text).join(' ');
  if (contradicts(text, claim.name) || (text === '' && !isPicture(claim.role) && claim.role !== 'ROLE_BUTTON')) {
    return screen;
  }
  const { role, name, checked, selected, disabled, focused } = claim;
  const added: Element = {
    ...unsaid,
    id: '',
    box: rounded(claim.box),
    role,
    score: addedScore,
    text,
    label: text === '' ? name : '',
    checked,
    selected,
    disabled,
    focused,
    witnesses: text === '' ? ['accessibility'] : ['pixels', 'accessibility'],
  };
  return { ...screen, elements: [...screen.elements.filter((each) => !texts.includes(each)), added] };
}

/** Another element is there, and does not merely hold the claim. */
function isInTheWay({ box, role }: Element, claim: Claim): boolean {
  const shared = sharedArea(box, claim.box);
  if (shared === 0 || isHolder(role)) return false;
  return shared > conflicting * Math.min(area(box), area(claim.box));
}
