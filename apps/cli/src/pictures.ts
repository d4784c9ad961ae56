import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KarnaClient } from '@karna/client';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { drawBoxes } from './draw.ts';

/** Saves a step's pictures as `01-before.png` (with the target drawn) and `01-after.png`; answers their paths. */
export async function saveStepPictures(
  client: KarnaClient,
  folder: string,
  step: Step,
  index: number,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const number = String(index + 1).padStart(2, '0');
  const wanted = [
    { sha256: step.beforePicture, path: join(folder, `${number}-before.png`), box: step.targetBox },
    { sha256: step.afterPicture, path: join(folder, `${number}-after.png`), box: undefined },
  ];
  const saved = wanted
    .filter(({ sha256 }) => sha256 !== '')
    .map(({ sha256, path, box }) => savePicture(client, sha256, path, box));
  return Promise.all(saved);
}

/** Saves the picture before each step of a draft as `01-before.png`, with its element drawn; answers their paths. */
export async function saveDraftPictures(client: KarnaClient, folder: string, draft: Draft): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, { before, box }] of draft.steps.entries()) {
    if (before === '') continue;
    const path = join(folder, `${String(index + 1).padStart(2, '0')}-before.png`);
    paths.push(await savePicture(client, before, path, box));
  }
  return paths;
}

async function savePicture(client: KarnaClient, sha256: string, path: string, box: Box | undefined): Promise<string> {
  const { data } = await client.blob(sha256);
  await writeFile(path, box ? await drawBoxes(data, [{ box, label: 'target' }]) : data);
  return path;
}
