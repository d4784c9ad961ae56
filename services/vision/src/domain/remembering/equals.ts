import type { Role } from '@karna/proto/gen/target/v1/target';
import { area } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { compatibility } from '../compatibility.ts';
import { likeness } from '../likeness.ts';
import type { Element } from '../screen.ts';
import { nameOf, type Scene, thingsOn } from '../tree/scene.ts';
import { type Looks, type LooksAlike, looksAlike, looksOf } from './looks.ts';

/** From here on one role is as good as the other. */
const sameKind = 0.85;
/** Two of the same picture on one screen are drawn alike, but for a pixel... */
const twinsInOneFrame = 0.88;
/** ...while one that was kept may come from another design. */
const twinsInTwoFrames = 0.75;
/** And they are of one size (natural logarithm of areas). */
const sameSize = Math.log(1.5);

/** Elements of the same kind and name, in the scene's order. */
export function namesakesOf(scene: Scene, role: Role, name: string): Element[] {
  return sameKindOf(scene, role).filter((thing) => {
    const other = nameOf(thing);
    const found = other === '' ? undefined : likeness(name, other);
    return found !== undefined && (found.kind === 'whole' || found.kind === 'close');
  });
}

/** What cannot be told from the element by itself: its namesakes, or without a name what looks the same. Itself among them. */
export function equalsOf(frame: Frame, scene: Scene, element: Element): Element[] {
  const name = nameOf(element);
  if (name !== '') return namesakesOf(scene, element.role, name);
  const looks = looksOf(frame, element.box);
  return sameKindOf(scene, element.role).filter(
    (other) =>
      other === element ||
      (nameOf(other) === '' &&
        Math.abs(Math.log(area(other.box) / area(element.box))) < sameSize &&
        isTwin(looks, looksOf(frame, other.box), twinsInOneFrame)),
  );
}

/** Nameless things of a kind that look as what was kept. */
export function lookAlikesOf(scene: Scene, role: Role, kept: Looks, looks: (element: Element) => Looks): Element[] {
  return sameKindOf(scene, role).filter(
    (thing) => nameOf(thing) === '' && isTwin(kept, looks(thing), twinsInTwoFrames),
  );
}

/** Whether what has a name by now may be the nameless thing that was kept: where no picture was kept, it may. */
export const isLikeKept = (alike: LooksAlike | undefined): boolean => !alike || alike.drawing >= twinsInTwoFrames;

const isTwin = (a: Looks, b: Looks, least: number): boolean => {
  const { box, drawing } = looksAlike(a, b);
  return a.drawing ? drawing >= least : box >= least;
};

const sameKindOf = (scene: Scene, role: Role): Element[] =>
  thingsOn(scene).filter((thing) => compatibility(role, thing.role) >= sameKind);
