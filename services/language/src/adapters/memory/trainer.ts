import { learnSkills } from '../../domain/skills/skill-model.ts';
import type { Trainer, Training } from '../../ports.ts';
import { encodeModel } from '../models/model-file.ts';

/** Learns in this thread. */
export class MemoryTrainer implements Trainer {
  async train({ version, skills, confirmed, onProgress, signal }: Training): Promise<Uint8Array> {
    const tell = (share: number) => {
      signal.throwIfAborted();
      onProgress(share);
    };
    return encodeModel(learnSkills({ version, skills, confirmed, onProgress: tell }));
  }
}
