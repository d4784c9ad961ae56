import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import type { Frame } from '@karna/sight/frame';
import { recall } from './domain/remembering/recall.ts';
import { remember } from './domain/remembering/remember.ts';
import { resembling } from './domain/remembering/resemble.ts';
import type { Screen } from './domain/screen.ts';
import type { Memory, Question, Recollection } from './ports.ts';

/** What turns pixels into a file and back. */
export interface PictureFiles {
  /** Errors: `image.invalid`, `image.too_large`. */
  read(picture: Uint8Array): Promise<Frame>;
  /** As PNG. */
  write(frame: Frame): Promise<Uint8Array>;
}

/** Answers what needs the pixels of a screen that was seen before. Runs in a worker: some 10 to 60 ms of computing. */
export async function recollect(
  frame: Frame,
  screen: Screen,
  question: Question,
  files: PictureFiles,
): Promise<Recollection> {
  switch (question.kind) {
    case 'remember':
      return { kind: 'remembered', memory: await remembered(frame, screen, question, files) };
    case 'recall': {
      const { target, within, limit } = question;
      return {
        kind: 'recalled',
        recalled: recall(frame, screen, target, await patchOf(target, files), { within, limit }),
      };
    }
    case 'resemble':
      return { kind: 'resembling', resembling: resembling(frame, screen, await files.read(question.picture)) };
    default: {
      const nothing: never = question;
      return nothing;
    }
  }
}

async function remembered(
  frame: Frame,
  screen: Screen,
  { at }: Extract<Question, { kind: 'remember' }>,
  files: PictureFiles,
): Promise<Memory | undefined> {
  const kept = remember(frame, screen, at);
  if (!kept) return undefined;
  const target: RememberedTarget = { ...kept.target, patch: await files.write(kept.patch) };
  const box = kept.target.patchBox;
  const { unique, candidates } = recall(frame, screen, target, box && { frame: kept.patch, box }, { limit: 1 });
  return { target, element: kept.element, unique: unique && candidates[0]?.element.id === kept.element.id };
}

async function patchOf({ patch, patchBox: box }: RememberedTarget, files: PictureFiles) {
  if (patch.length === 0 || !box) return undefined;
  return { frame: await files.read(patch), box };
}
