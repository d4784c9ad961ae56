// Batches are made of these. Places are px in desktop space.
import type { Action, Rehearse } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';

export const moveTo = (to: Point): Action => ({ kind: { $case: 'movePointer', value: { to } } });

export const clickAt = (at: Point, button: MouseButton = 'MOUSE_BUTTON_LEFT', count = 1): Action => ({
  kind: {
    $case: 'clickAt',
    value: {
      at,
      button: button === 'MOUSE_BUTTON_UNSPECIFIED' ? 'MOUSE_BUTTON_LEFT' : button,
      count: count || 1,
      modifiers: [],
    },
  },
});

/** The agent draws the way between the places. */
export const drag = (from: Point, to: Point): Action => ({
  kind: { $case: 'dragAlong', value: { path: [from, to], button: 'MOUSE_BUTTON_LEFT', modifiers: [] } },
});

export const scrollAt = (at: Point, right: number, down: number): Action => ({
  kind: { $case: 'scrollAt', value: { at, right, down } },
});

export const pressChord = (chord: string): Action => ({ kind: { $case: 'pressChord', value: { chord } } });

export const enterText = (text: string): Action => ({
  kind: { $case: 'enterText', value: { text, method: 'ENTRY_METHOD_UNSPECIFIED' } },
});

export const launchApplication = (application: string, limitMs: number): Action => ({
  kind: { $case: 'launch', value: { what: { $case: 'application', value: application }, limitMs } },
});

export const launchAddress = (address: string, limitMs: number): Action => ({
  kind: { $case: 'launch', value: { what: { $case: 'address', value: address }, limitMs } },
});

export const focusWindow = (windowId: string): Action => ({ kind: { $case: 'focusWindow', value: { windowId } } });

export const settle = (quietMs: number, limitMs: number): Action => ({
  kind: { $case: 'settle', value: { quietMs, limitMs } },
});

/** What the rules would refuse of these; none of them is done. */
export const rehearse = (value: Rehearse): Action => ({ kind: { $case: 'rehearse', value } });

/** For what changed only: the frame, and the windows, to compare with. */
export const observeBaseline: Action = {
  kind: { $case: 'observe', value: { picture: false, windows: true, accessible: false } },
};
/** What the applications say of themselves comes with it, where the agent can ask them. */
export const observeAll: Action = {
  kind: { $case: 'observe', value: { picture: true, windows: true, accessible: true } },
};

/** Whether it does anything that a repetition would do twice. Moving the pointer, waiting, looking and rehearsing are not that. */
const isConsequential = ({ kind }: Action): boolean => kind !== undefined && !harmless.has(kind.$case);

const harmless: ReadonlySet<string> = new Set(['movePointer', 'settle', 'observe', 'rehearse']);

/** Whether a batch that stopped after `performed` whole actions may have begun one with consequences. */
export function mayHaveActed(actions: readonly Action[], performed: number): boolean {
  const first = actions.findIndex(isConsequential);
  return first >= 0 && performed >= first;
}

/** Whether a batch that stopped after `performed` whole actions had carried out all that have consequences. */
export const isDone = (actions: readonly Action[], performed: number): boolean =>
  !actions.slice(performed).some(isConsequential);

/** Whether the batch looks before it acts and again afterwards, so that its first frame is the baseline. */
export const hasBaseline = (actions: readonly Action[]): boolean =>
  actions.filter(({ kind }) => kind?.$case === 'observe').length > 1;

/** Longest that an agent may take for a batch (ms): its waits, its typing, and room for a busy machine. */
export function deadlineMs(actions: readonly Action[]): number {
  return actions.reduce((sum, action) => sum + allowanceMs(action), 3_000);
}

/** Typing may have to map characters onto spare keys, slowest at some 20 ms each. */
const msPerCharacter = 25;

function allowanceMs({ kind }: Action): number {
  if (kind?.$case === 'settle') return kind.value.limitMs;
  if (kind?.$case === 'launch') return kind.value.limitMs + 1_000;
  if (kind?.$case === 'enterText') return 1_000 + kind.value.text.length * msPerCharacter;
  return 500;
}
