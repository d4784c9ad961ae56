import { DomainError, hasCode } from '@karna/common/errors';
import { Turn } from '@karna/proto/gen/language/v1/conversation';
import { named, refuseNul } from '../domain/limits.ts';
import type { ThreadKey, UnitOfWork, Work } from '../ports.ts';

/** Turns of one thread. What is older is nobody's business any more. */
const mostTurns = 200;
const defaultRead = 20;
const maxTurnBytes = 64 * 1024;

/** Conversations: what one principal said to one desktop. */
export class ThreadRecords {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  async keep(thread: ThreadKey, turn: Turn): Promise<void> {
    check(thread);
    named('the turn', turn.id);
    refuseNul(turn);
    if (!turn.at) throw new DomainError('input.invalid', 'a turn has its time');
    if (Turn.encode(turn).finish().length > maxTurnBytes)
      throw new DomainError('input.too_large', `a turn has at most ${maxTurnBytes} bytes`);
    await this.#work.run((tx) => tx.turns.put(thread, turn, mostTurns));
  }

  /** Oldest first, each with how its task stands, as far as it is still kept. */
  read(thread: ThreadKey, limit: number): Promise<Turn[]> {
    check(thread);
    return this.#work.read(async (tx) => {
      const turns = await tx.turns.newest(thread, Math.min(limit === 0 ? defaultRead : limit, mostTurns));
      const read: Turn[] = [];
      for (const turn of turns) read.push(turn.taskId === '' ? turn : await withTask(tx, turn));
      return read;
    });
  }

  async forget(thread: ThreadKey): Promise<void> {
    check(thread);
    await this.#work.run((tx) => tx.turns.removeThread(thread));
  }
}

async function withTask(tx: Work, turn: Turn): Promise<Turn> {
  try {
    const { state, sentence } = await tx.tasks.get(turn.taskId);
    return { ...turn, taskState: state, taskSentence: sentence };
  } catch (error) {
    if (hasCode(error, 'task.not_found')) return turn;
    throw error;
  }
}

function check({ principal, desktopId }: ThreadKey): void {
  named('whose thread it is', principal);
  named('the desktop', desktopId);
}
