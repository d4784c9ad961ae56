import { type KarnaClient, KarnaError } from '@karna/client';
import { picturesOf, type ReportParts, type ReportPicture, reportOf } from '../domain/report.ts';
import { t } from '../strings.en.ts';
import { download, fileName } from './download.ts';
import { sizeOf } from './picture.tsx';

/** Puts a task with its pictures into one file, and hands it over. */
export async function saveReport(
  client: KarnaClient,
  parts: Pick<ReportParts, 'task' | 'journal' | 'desktop'>,
  signal: AbortSignal,
): Promise<void> {
  const pictures = new Map<string, ReportPicture>();
  for (const sha256 of picturesOf(parts.task)) {
    const picture = await pictureIn(client, sha256, signal);
    if (picture) pictures.set(sha256, picture);
  }
  signal.throwIfAborted();
  const page = reportOf({ ...parts, pictures, now: new Date() });
  download(`${fileName(t.report.title(parts.task.command))}.html`, page, 'text/html');
}

/** Undefined when it is no longer kept. */
async function pictureIn(client: KarnaClient, sha256: string, signal: AbortSignal): Promise<ReportPicture | undefined> {
  try {
    const { data, mediaType } = await client.blob(sha256, { signal });
    const address = `data:${mediaType};base64,${base64Of(data)}`;
    return { address, ...(await sizeOf(address)) };
  } catch (error) {
    if (error instanceof KarnaError && error.code === 'blob.not_found') return undefined;
    throw error;
  }
}

function base64Of(data: Uint8Array): string {
  let text = '';
  for (let from = 0; from < data.length; from += 0x8000)
    text += String.fromCharCode(...data.subarray(from, from + 0x8000));
  return btoa(text);
}
