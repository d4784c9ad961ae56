import type { Role } from '@karna/proto/gen/target/v1/target';
import { compatibility } from '../compatibility.ts';
import { likeness } from '../likeness.ts';
import type { Element } from '../screen.ts';
import { nameOf, type Scene, thingsOn } from '../tree/scene.ts';

/** From here on one role is as good as the other. */
const sameKind = 0.85;

/** Elements of the same kind and name, in the scene's order. A nameless thing's equals are the nameless of its kind. */
export function equalsOf(scene: Scene, role: Role, name: string): Element[] {
  return thingsOn(scene).filter((thing) => {
    if (compatibility(role, thing.role) < sameKind) return false;
    const other = nameOf(thing);
    if (name === '' || other === '') return name === other;
    const found = likeness(name, other);
    return found !== undefined && (found.kind === 'whole' || found.kind === 'close');
  });
}
