// Keeps the screen as it is now as a PNG, and says where something is on it: node picture.ts screen.png Save
import { writeFile } from 'node:fs/promises';
import { KarnaClient } from '@karna/client';

const { KARNA_URL: url = 'http://127.0.0.1:7400', KARNA_TOKEN: token = '' } = process.env;
const [file = 'screen.png', text = ''] = process.argv.slice(2);

await using karna = await KarnaClient.connect({ url, token });
const { picture, candidates, similar } = await karna.find(text);
await writeFile(file, (await karna.blob(picture)).data);
for (const { point, confidence } of candidates)
  console.log(`${text} is at ${point?.x},${point?.y} (${confidence.toFixed(2)})`);
if (candidates.length === 0) console.log(`${text} is not there; like it: ${similar.join(', ')}`);
