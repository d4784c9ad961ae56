// Learns in a thread of its own, so that commands are interpreted meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { learnSkills } from '../../domain/skills/skill-model.ts';
import { encodeModel } from './model-file.ts';
import type { FromTrainer, TrainerInput } from './worker-trainer.ts';

const { version, skills, confirmed } = workerData as TrainerInput;
const tell = (message: FromTrainer, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(message, transfer);

const model = learnSkills({ version, skills, confirmed, onProgress: (share) => tell({ is: 'progress', share }) });
const bytes = new Uint8Array(encodeModel(model));
tell({ is: 'model', bytes }, [bytes.buffer]);
