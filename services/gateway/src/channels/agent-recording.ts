import { DomainError } from '@karna/common/errors';
import type { GatewayMessage, RecordedAct, RecordedPicture, RecordingEnded } from '@karna/proto/gen/agent/v1/agent';
import type { GatewayEvents } from '../events.ts';
import type { Blobs, Recordings } from '../ports.ts';

/** An agent has two acts on the way, with two pictures each; one that sends more does not follow the rules. */
const maxWaiting = 16;

export interface AgentRecordingOptions {
  readonly desktopId: string;
  readonly recordings: Recordings;
  readonly blobs: Blobs;
  readonly events: GatewayEvents;
  readonly send: (message: GatewayMessage) => void;
}

type Heard =
  | { readonly $case: 'picture'; readonly value: RecordedPicture }
  | { readonly $case: 'act'; readonly value: RecordedAct }
  | { readonly $case: 'recordingEnded'; readonly value: RecordingEnded };

/**
 * Has what an agent recorded kept, in the order in which it comes, beside everything else that the agent says: a slow store
 * must not make its heart stop. What could not be kept is not acknowledged; the agent sends it again.
 */
export class AgentRecording {
  readonly #options: AgentRecordingOptions;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: AgentRecordingOptions) {
    this.#options = options;
  }

  /** Fails with `channel.overrun` when more comes than was answered. */
  take(heard: Heard): void {
    if (this.#waiting >= maxWaiting) throw new DomainError('channel.overrun', 'more acts than were acknowledged');
    this.#waiting += 1;
    this.#turn = this.#turn
      .then(() => this.#keep(heard))
      .catch((error: unknown) => this.#options.events.actNotKept(this.#options.desktopId, DomainError.from(error).code))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #keep(heard: Heard): Promise<void> {
    const { recordings, blobs } = this.#options;
    switch (heard.$case) {
      case 'picture':
        await blobs.put(heard.value.data, 'image/png');
        return;
      case 'act':
        return this.#keepAct(heard.value);
      case 'recordingEnded':
        await recordings.end(heard.value.recordingId);
        return;
      default: {
        const nothing: never = heard;
        return nothing;
      }
    }
  }

  async #keepAct({ recordingId, act }: RecordedAct): Promise<void> {
    if (!act) return;
    const { recordings, desktopId, send } = this.#options;
    const number = act.number;
    try {
      const { recording } = await recordings.get(recordingId, 0, 0);
      if (recording?.desktopId !== desktopId) throw new DomainError('recording.not_found', 'of another desktop');
      await recordings.keep(recordingId, act);
    } catch (error) {
      if (!unwanted.includes(DomainError.from(error).code)) throw error;
      this.#options.events.actNotKept(desktopId, DomainError.from(error).code);
    }
    send({ body: { $case: 'actKept', value: { recordingId, number } } });
  }
}

/** Sending it again would change nothing: the agent may let go of it. */
const unwanted: readonly string[] = ['recording.not_found', 'input.invalid', 'input.too_large'];
