import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import type { ReadCharacter } from '@karna/sight/ctc';
import type { Frame } from '@karna/sight/frame';
import type { LineCrop } from '@karna/sight/line-crop';
import type { Comparison } from './domain/comparing/comparing.ts';
import type { Recalled } from './domain/remembering/recall.ts';
import type { Pointed } from './domain/remembering/remember.ts';
import type { Resembling } from './domain/remembering/resemble.ts';
import type { Element, Screen } from './domain/screen.ts';
import type { Sighting } from './domain/sighting.ts';

/** What the networks say, before it is joined. */
export interface Models {
  /**
   * Runs the screen network once over one part of the frame (whole px, its corner at multiples of 32) and says what lies
   * there: elements and lines of text, in px of the frame, duplicates included.
   */
  detect(frame: Frame, part: Box): Promise<Sighting[]>;
  /** The characters on each crop, in the crops' order. Rejects with the signal's reason before its next run when that aborts. */
  read(crops: readonly LineCrop[], signal?: AbortSignal): Promise<ReadCharacter[][]>;
}

/** Pictures that were not looked at yet. */
export interface Images {
  /**
   * Looks at the header only. Errors: `image.invalid` when it is no PNG or JPEG, `image.too_large` when it has too many
   * bytes or pixels. The key is the same for the same bytes.
   */
  check(image: Uint8Array): Promise<{ key: string }>;
}

/** A screen, and how much of the picture had to be looked at for it. */
export interface Seen extends Screen {
  /** 0..1 of the picture's area; the rest was known from the desktop's frame before. */
  readonly lookedAt: number;
  /** False: what is there was pieced together of looks at this picture and at others before it, which is a little less exact. */
  readonly isWhole: boolean;
}

export interface LookHints {
  /** Whose screen it is: its frame before is compared with this one. */
  readonly desktopId?: string;
  /** All of it is looked at, whatever is known of its desktop. */
  readonly anew?: boolean;
  /** What the applications say of themselves. */
  readonly accessible?: readonly AccessibleElement[];
  /** One of many, as of a recording: what somebody waits for goes first. */
  readonly isBatch?: boolean;
}

export interface CompareHints {
  readonly desktopId?: string;
  /** Differences in these parts do not count. */
  readonly ignore?: readonly Box[];
}

/** What is asked about a screen that was seen, and needs its pixels once more. */
export type Question =
  | { readonly kind: 'remember'; readonly at: Pointed }
  | {
      readonly kind: 'recall';
      readonly target: RememberedTarget;
      readonly within?: Box | undefined;
      readonly limit: number;
    }
  | { readonly kind: 'resemble'; readonly picture: Uint8Array };

/** What to keep of an element. */
export interface Memory {
  readonly target: RememberedTarget;
  readonly element: Element;
  /** Found again on its own picture, without doubt. */
  readonly unique: boolean;
}

export type Recollection =
  /** Undefined: nothing was seen at that place. */
  | { readonly kind: 'remembered'; readonly memory: Memory | undefined }
  | { readonly kind: 'recalled'; readonly recalled: Recalled }
  | { readonly kind: 'resembling'; readonly resembling: readonly Resembling[] };

/** Sees everything in one picture, or what differs between two. */
export interface Perception {
  /**
   * Errors: `image.invalid` when it cannot be decoded, `service.overloaded` when too many wait, `service.unavailable`
   * when the run failed, `service.stopping`. When `signal` aborts, what still waits is not begun.
   */
  perceive(image: Uint8Array, signal: AbortSignal, hints?: LookHints): Promise<Seen>;
  /** Errors as above, and `input.invalid` when the two have different sizes. */
  compare(before: Uint8Array, after: Uint8Array, signal: AbortSignal, hints?: CompareHints): Promise<Comparison>;
  /** `screen` is what was seen in the image. Errors as above, and those of the pictures in the question. */
  recollect(
    image: Uint8Array,
    screen: Screen,
    question: Question,
    signal: AbortSignal,
    hints?: LookHints,
  ): Promise<Recollection>;
}

/** What happened, for operators. Nothing of what was seen. */
export interface Events {
  perceived(how: { outcome: 'seen' | 'cached' | 'shared' | 'failed'; tookMs: number }): void;
  located(how: { by: 'words' | 'memory' | 'looks'; outcome: 'unique' | 'unclear' | 'missing'; tookMs: number }): void;
  remembered(how: { outcome: 'unique' | 'unclear'; tookMs: number }): void;
}

/** Models that belong together, here on the disk. */
export interface Pack {
  /** `name@version`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly bytes: number;
  /** SHA-256 (hex) of the manifest, which has those of the files. */
  readonly sha256: string;
  /** Came with this version of Karna. */
  readonly isBuiltIn: boolean;
  /** Where it was pulled from; empty for the built-in one. */
  readonly source: string;
  /** Figures that its maker measured. */
  readonly figures: Readonly<Record<string, number>>;
  readonly folder: string;
}

export interface PullRequest {
  readonly source: string;
  /** That the manifest must have; empty: any. */
  readonly sha256: string;
}

/** Which pack somebody chose, kept over restarts. */
export interface Choice {
  /** Empty: the one that comes with Karna, whichever that is. */
  readonly id: string;
  /** The one before, as above; undefined when there was none. */
  readonly previousId?: string | undefined;
}

/** The packs that are here. None is ever listed half-written. */
export interface Packs {
  readonly builtIn: Pack;
  list(): Promise<Pack[]>;
  /** Errors: `model.not_found`. */
  find(id: string): Promise<Pack>;
  /** Makes sure that every file is the one that the manifest speaks of. Errors: `model.invalid`. */
  verify(pack: Pack): Promise<void>;
  /**
   * Fetches a pack, checks it, tries it and keeps it. Errors: `model.invalid`, saying why; `service.unavailable` when the source does
   * not answer; `service.overloaded` while another one is being pulled.
   */
  pull(request: PullRequest, progress: (received: number, total: number) => void, signal: AbortSignal): Promise<Pack>;
  choice(): Promise<Choice | undefined>;
  keepChoice(choice: Choice): Promise<void>;
}

/** What became of the models, for operators. */
export interface ChoiceEvents {
  pulled(id: string): void;
  chosen(id: string, principal: string): void;
  /** Another replica had changed. */
  followed(id: string): void;
  /** A pack that should serve does not work. */
  broken(id: string, error: unknown): void;
}
