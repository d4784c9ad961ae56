import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';
import { ordinalWord } from './numbers.ts';
import { relationWord } from './roles.ts';

/** How a target's name is written: bare for people, quoted where it must be read back. */
export type NameStyle = (query: TargetQuery) => string;

/** `the second Edit button right of Ada`. */
export function describeTarget(query: TargetQuery, name: NameStyle): string {
  const role = query.role === 'ROLE_UNSPECIFIED' ? '' : roleWord(query.role);
  const place = query.ordinal === 0 ? '' : ordinalWord(query.ordinal);
  const words = [place, name(query), role].filter((part) => part !== '').join(' ');
  const described = place || role ? `the ${words}` : words;
  if (!query.relation?.anchor) return described;
  return `${described} ${relationWord(query.relation.kind)} ${describeTarget(query.relation.anchor, name)}`;
}

const roleWord = (role: Role): string =>
  role === 'ROLE_SELECT'
    ? 'dropdown'
    : role === 'ROLE_TEXT_FIELD'
      ? 'field'
      : role === 'ROLE_RADIO'
        ? 'radio button'
        : word(role, ' ');
