import { rulingText } from '@karna/client';
import type { Step } from '@karna/proto/gen/task/v1/task';

/** What the rules say of a step that is not taken yet. */
export function Rulings({ rulings }: Pick<Step, 'rulings'>) {
  return rulings.map((ruling) => (
    <p key={`${ruling.kind} ${ruling.rule}`} className="note asks">
      {rulingText(ruling)}
    </p>
  ));
}
