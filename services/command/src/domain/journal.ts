import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { JournalEntry } from '@karna/proto/gen/task/v1/task';

/** What a journal line may tell. Never typed text, screen text or window titles: only codes, counts, ids and places. */
export type Details = Readonly<Record<string, string>>;

export type JournalEvent =
  | 'planning'
  | 'planned'
  | 'asked'
  | 'answered'
  | 'approval_asked'
  | 'approved'
  | 'refused'
  | 'locating'
  | 'acting'
  | 'looked_again'
  | 'acted'
  | 'looked'
  | 'verified'
  | 'skipped'
  | 'by_hand'
  | 'undoing'
  | 'rolled_back'
  | 'healed'
  | 'waiting'
  | 'paused'
  | 'resumed'
  | 'requeued'
  | 'halted'
  | 'cancelled'
  | 'failed'
  | 'completed';

export interface Happening {
  readonly event: JournalEvent;
  readonly stepId?: string;
  /** A principal, or this service when left out. */
  readonly actor?: string;
  readonly details?: Details;
}

/** A journal line as the store takes it; id, task, time and hash are the store's to set. */
export const entry = ({ event, stepId = '', actor = 'command', details = {} }: Happening): JournalEntry => ({
  id: 0,
  taskId: '',
  stepId,
  event,
  actor,
  details: { ...details },
  at: undefined,
  hash: '',
});

/** The place that a person chose among several that matched. */
export interface Pick {
  /** Which of the step's targets it answers. */
  readonly part: string;
  readonly box: Box;
  /** Fingerprint of the chosen element's text. */
  readonly text: string;
  /** The proposal that teaches it to the skill, while nobody has decided. */
  readonly proposal?: string;
}

/** What people decided about a task's steps: the journal is where it is kept, so it survives any crash. */
export class Decisions {
  readonly #approved = new Set<string>();
  readonly #picks = new Map<string, Pick>();
  readonly #windows = new Map<string, ReadonlySet<string>>();
  readonly #unclear = new Set<string>();
  readonly #awaiting = new Set<string>();

  constructor(journal: readonly JournalEntry[]) {
    for (const line of journal) this.#remember(line);
  }

  isApproved(stepId: string): boolean {
    return this.#approved.has(stepId);
  }

  /** The steps that an approval was asked for and not given yet. */
  get awaiting(): readonly string[] {
    return [...this.#awaiting];
  }

  pick(stepId: string, part: string): Pick | undefined {
    return this.#picks.get(`${stepId}/${part}`);
  }

  /** What people showed for a step, while nobody has decided whether it is for good. */
  proposals(stepId: string): string[] {
    const own = [...this.#picks].filter(([key]) => key.startsWith(`${stepId}/`));
    return own.flatMap(([, { proposal }]) => (proposal === undefined ? [] : [proposal]));
  }

  /** The windows there were when the step's action was about to begin, by id. */
  windowsBefore(stepId: string): ReadonlySet<string> | undefined {
    return this.#windows.get(stepId);
  }

  /** It halted because several could be meant, and somebody let it go on. */
  wasUnclear(stepId: string): boolean {
    return this.#unclear.has(stepId);
  }

  #remember({ event, stepId, details }: JournalEntry): void {
    if (event === 'approval_asked') this.#awaiting.add(stepId);
    if (event === 'approved') {
      this.#approved.add(stepId);
      this.#awaiting.delete(stepId);
    }
    if (event === 'halted' && details.code === 'target.ambiguous') this.#unclear.add(stepId);
    if (event === 'acting' && details.windows !== undefined) {
      this.#windows.set(stepId, new Set(details.windows.split(' ').filter((id) => id !== '')));
    }
    const pick = event === 'answered' ? pickIn(details) : undefined;
    if (pick) this.#picks.set(`${stepId}/${pick.part}`, pick);
  }
}

export const pickDetails = ({ part, box, text, proposal }: Pick): Details => ({
  part,
  text,
  box: [box.x, box.y, box.width, box.height].join(' '),
  ...(proposal === undefined ? {} : { proposal }),
});

function pickIn({ part, box, text, proposal }: Details): Pick | undefined {
  const [x, y, width, height] = (box ?? '').split(' ').map(Number);
  if (part === undefined || text === undefined || x === undefined) return undefined;
  if (y === undefined || width === undefined || height === undefined) return undefined;
  return { part, text, box: { x, y, width, height }, ...(proposal === undefined ? {} : { proposal }) };
}
