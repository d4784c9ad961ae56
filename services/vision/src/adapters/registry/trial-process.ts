// Tries one pack: started by trial.ts, told the folder, says what is wrong with it.
import { quiet } from '@karna/common/log';
import { readPack } from '@karna/sight/pack';
import { WorkerThread } from '../onnx/worker-thread.ts';
import { checkPicture, faultOf } from './check-picture.ts';
import type { TrialOrder, TrialVerdict } from './trial.ts';

process.once('message', (order: TrialOrder) => {
  void verdictOn(order).then((fault) => process.send?.({ fault } satisfies TrialVerdict));
});
process.once('disconnect', () => process.exit());

async function verdictOn({ folder, imageLimits }: TrialOrder): Promise<string> {
  try {
    const { reader } = await readPack(folder);
    const worker = await WorkerThread.start({ modelsFolder: folder, threads: 1, imageLimits }, { log: quiet });
    const answer = await worker.run({ kind: 'look', image: checkPicture() });
    return answer.kind === 'seen' ? faultOf(answer.screen, reader.alphabet) : 'the models gave no answer';
  } catch (error) {
    return `the models do not run: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown'}`;
  }
}
