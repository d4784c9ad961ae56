import type { Said } from '@karna/proto/gen/channel/v1/control';
import { Turn, TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { word } from '@karna/proto/words';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

const codes: Partial<Record<TurnKind, number>> = {
  [TurnKind.TURN_KIND_ASKED]: exitCodes.asks,
  [TurnKind.TURN_KIND_REFUSED]: exitCodes.stopped,
};

/** Says what Karna answered to a turn; what becomes of a task is told elsewhere. Answers the exit code. */
export function answered({ say, tell }: Pick<Session, 'say' | 'tell'>, { turn }: Said): number {
  if (!turn) return exitCodes.error;
  say(turn.sentence);
  if (turn.kind === TurnKind.TURN_KIND_ASKED) for (const line of numbered(turn.choices)) say(line);
  tell({ turn: turnJson(turn) });
  return codes[turn.kind] ?? exitCodes.completed;
}

/** A turn for programs: its states as the project's words. */
export const turnJson = (turn: Turn) => ({
  ...(Turn.toJSON(turn) as object),
  kind: word(turn.kind),
  ...(turn.taskId && { taskState: word(turn.taskState) }),
});

/** Choices as lines, numbered from 1. */
export const numbered = (choices: readonly { readonly label: string }[]): string[] =>
  choices.map(({ label }, index) => `  ${index + 1}  ${label}`);
