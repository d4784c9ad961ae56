import { isField, isMark, isPressable } from './roles.ts';
import type { Element } from './screen.ts';

/** False for what is visibly switched off. Of texts and pictures nobody can tell: they are never in use. */
export const isUsable = ({ role, disabled }: Element): boolean =>
  !disabled || !(isPressable(role) || isField(role) || isMark(role));
