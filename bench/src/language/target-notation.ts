import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type RelationKind, Role } from '@karna/proto/gen/target/v1/target';

const notation = /^(.*?)(?::([a-z_]+))?(?:#(-?\d+))?(?: (left_of|right_of|above|below|inside|near)\((.*)\))?$/su;

/** `Edit:button#2 near(Ada:row)`, as summaries write targets. Letter case is no part of it. */
export function targetFrom(said: string): TargetQuery {
  const [, text = '', role, ordinal, kind, anchor] = notation.exec(said) ?? [];
  const isKind = role === undefined || `ROLE_${role.toUpperCase()}` in Role;
  return {
    text: isKind ? text : `${text}:${role}`,
    role: isKind && role ? (`ROLE_${role.toUpperCase()}` as Role) : 'ROLE_UNSPECIFIED',
    ordinal: Number(ordinal ?? 0),
    relation: kind
      ? { kind: `RELATION_KIND_${kind.toUpperCase()}` as RelationKind, anchor: targetFrom(anchor ?? '') }
      : undefined,
    exact: false,
  };
}
