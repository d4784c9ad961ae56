import type { Ruling, RulingKind } from '@karna/proto/gen/policy/v1/policy';

const begun: Readonly<Record<RulingKind, string>> = {
  RULING_KIND_UNSPECIFIED: '',
  RULING_KIND_REFUSED: 'Would be refused. ',
  RULING_KIND_NEEDS_APPROVAL: 'Needs an approval. ',
  RULING_KIND_UNKNOWN: 'May be refused. ',
};

/** What the rules say of a step: `Would be refused. The rules keep tasks out of the window that it is in.` */
export const rulingText = ({ kind, sentence }: Ruling): string => `${begun[kind]}${sentence}`;
