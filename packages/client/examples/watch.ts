// Tells every change of every task until so many have ended: node watch.ts 2
import { KarnaClient } from '@karna/client';
import { isEnded } from '@karna/proto/words';

const { KARNA_URL: url = 'http://127.0.0.1:7400', KARNA_TOKEN: token = '' } = process.env;
let toCome = Number(process.argv[2] ?? 1);

await using karna = await KarnaClient.connect({ url, token });
karna.onState((state) => console.log(`(${state})`));
console.log('watching');
for await (const { sequence, task } of karna.facts()) {
  if (!task) continue;
  console.log(`${sequence} ${task.id} version ${task.version}: ${task.sentence}`);
  if (isEnded(task.state)) toCome -= 1;
  if (toCome === 0) break;
}
