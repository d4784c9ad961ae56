import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { centre, holdsCentre } from '@karna/sight/boxes';
import { type Candidate, type Located, locate, verdictOn } from './locating.ts';
import type { Resembling } from './remembering/resemble.ts';
import type { Screen } from './screen.ts';

/** As many as can be asked for: what only looks right may be far down the list of what is called right. */
const everyName = 100;

/** What looks like the picture; together with a query only what that may mean too, in its order and place. */
export function narrowed(
  screen: Screen,
  resembling: readonly Resembling[],
  query: TargetQuery | undefined,
  { within, limit }: { within?: Box | undefined; limit: number },
): Located {
  const looks = resembling
    .filter(({ element }) => !within || holdsCentre(within, element.box))
    .map(
      ({ element, likeness }): Candidate => ({
        element,
        point: centre(element.box),
        confidence: likeness,
        signs: [`looks ${likeness.toFixed(2)}`],
      }),
    );
  const candidates = query ? both(looks, locate(screen, query, within, everyName).candidates) : looks;
  const ranked = [...candidates].sort((a, b) => b.confidence - a.confidence);
  const verdict = verdictOn(ranked.map(({ element, confidence }) => ({ element, strength: confidence })));
  return { candidates: ranked.slice(0, limit), ...verdict, similar: [], hints: [] };
}

/** Two independent witnesses: the one that is less sure decides. */
function both(looks: readonly Candidate[], named: readonly Candidate[]): Candidate[] {
  return looks.flatMap((look) => {
    const name = named.find(({ element }) => element.id === look.element.id);
    return name
      ? [{ ...look, confidence: Math.min(look.confidence, name.confidence), signs: [...name.signs, ...look.signs] }]
      : [];
  });
}
