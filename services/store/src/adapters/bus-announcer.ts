import type { Bus } from '@karna/common/bus';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import { facts } from '@karna/proto/subjects';
import type { Announcer } from '../ports.ts';

export class BusAnnouncer implements Announcer {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async skillChanged(skillId: string): Promise<void> {
    await this.#bus.publish(facts.skillsChanged, { skillId }, { skillId });
  }

  async recordingChanged(recording: Recording, act: Act | undefined): Promise<void> {
    await this.#bus.publish(facts.recordingChanged, { recordingId: recording.id }, { recording, act });
  }
}
