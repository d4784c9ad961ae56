import { DomainError } from '@karna/common/errors';

/** What a person may call it by. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names that fit in one sentence. */
const maxNamed = 10;

const named = (desktops: readonly Named[]): string =>
  desktops
    .slice(0, maxNamed)
    .map(({ name, id }) => `"${name}" (${id})`)
    .join(', ') + (desktops.length > maxNamed ? ` and ${desktops.length - maxNamed} more` : '');

/** The one desktop that is meant: by id, by name (letter case apart), or, unnamed, the only one there is. Never a guess. */
export function chooseDesktop<D extends Named>(reference: string, desktops: readonly D[]): D {
  const [first, ...others] = matching(reference, desktops);
  if (first && others.length === 0) return first;
  if (first) {
    const what = reference === '' ? 'there are several desktops' : `several desktops are called "${reference}"`;
    throw new DomainError('desktop.unclear', `${what}; name one of ${named([first, ...others])}`);
  }
  if (desktops.length === 0) {
    throw new DomainError('desktop.none', 'no desktop has been enrolled yet; start an agent with an enrolment code');
  }
  throw new DomainError('desktop.not_found', `no desktop has this id or name; there is ${named(desktops)}`);
}

function matching<D extends Named>(reference: string, desktops: readonly D[]): readonly D[] {
  if (reference === '') return desktops;
  const byId = desktops.filter(({ id }) => id === reference);
  if (byId.length > 0) return byId;
  const wanted = reference.toLowerCase();
  return desktops.filter(({ name }) => name.toLowerCase() === wanted);
}
