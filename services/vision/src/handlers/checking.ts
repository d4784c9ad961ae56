import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import type { Image, LocateRequest, RememberRequest } from '@karna/proto/gen/vision/v1/vision';
import type { Pointed } from '../domain/remembering/remember.ts';
import type { LookHints } from '../ports.ts';
import type { Sought } from '../service.ts';

// What strangers send is checked here, once; what comes after may rely on it.

/** "the Edit right of Ada below Customers": nobody says more than this. */
const deepestRelation = 4;
const most = {
  text: 500,
  id: 200,
  /** As the contract says. */
  patchBytes: 256 * 1024,
  /** An icon, not a screen. */
  pictureBytes: 1024 * 1024,
  neighbours: 12,
  headings: 16,
  rowTexts: 16,
  ignored: 200,
  /** More than any desktop has on one screen. */
  accessible: 5_000,
};

export function bytesOf(image: Image | undefined): Uint8Array {
  if (!image || image.data.length === 0) throw new DomainError('image.invalid', 'there is no image in the request');
  return image.data;
}

export function partOf(box: Box | undefined): Box | undefined {
  if (box && !isReal(box)) throw invalid('the part to look at is empty');
  return box;
}

export function partsOf(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length > most.ignored) throw tooLarge('that are too many parts to leave out');
  for (const box of boxes) partOf(box);
  return boxes;
}

export function hintsOf({
  desktopId,
  accessible = [],
}: {
  desktopId: string;
  accessible?: AccessibleElement[];
}): LookHints {
  requireShort(desktopId, most.id, 'the name of a desktop');
  if (accessible.length > most.accessible) throw tooLarge('that is more than one screen can show');
  for (const { name, box } of accessible) {
    requireShort(name, most.text, 'the name of an element');
    if (!box) throw invalid('what applications say of themselves needs its place');
  }
  return { desktopId, accessible };
}

export function soughtIn({ query, remembered, looksLike }: LocateRequest): Sought {
  if (remembered) {
    if (query || looksLike) throw invalid('a remembered target is looked for by itself, without words or pictures');
    return { remembered: checkedTarget(remembered) };
  }
  if (!query && !looksLike) throw invalid('there is neither a query nor a target nor a picture in the request');
  if (query) checkQuery(query, { needsName: !looksLike });
  const picture = looksLike && bytesOf(looksLike);
  if (picture && picture.length > most.pictureBytes)
    throw new DomainError('image.too_large', 'a picture of an icon is small');
  return { query, looksLike: picture };
}

export function pointedIn({ point, box }: RememberRequest): Pointed {
  if (box) {
    if (!isReal(box)) throw invalid('the box to remember is empty');
    return { box };
  }
  if (!point) throw invalid('a point or a box is needed');
  return { point };
}

function checkQuery(query: TargetQuery, { needsName }: { needsName: boolean }, depth = 0): void {
  if (depth > deepestRelation) throw invalid('the target is described by too many relations');
  requireShort(query.text, most.text, 'the name of a target');
  const isBare = query.text.trim() === '' && query.role === 'ROLE_UNSPECIFIED' && !query.relation;
  if (needsName && isBare) throw invalid('a target needs a name, a role or a place');
  if (!query.relation) return;
  if (!query.relation.anchor) throw invalid('a relation needs the thing it relates to');
  checkQuery(query.relation.anchor, { needsName: true }, depth + 1);
}

function checkedTarget(target: RememberedTarget): RememberedTarget {
  if (target.patch.length > most.patchBytes) throw tooLarge('the picture of a remembered target has at most 256 kB');
  if (!target.box || !isReal(target.box)) throw invalid('a remembered target needs the place where it was');
  if (target.patch.length > 0 && !(target.patchBox && isReal(target.patchBox))) {
    throw invalid('a remembered picture needs the place of the target in it');
  }
  if (!(target.lineHeight > 0 && Number.isFinite(target.lineHeight)))
    throw invalid('a remembered target needs a line height');
  if (target.neighbours.length > most.neighbours || target.headings.length > most.headings) {
    throw tooLarge('that is too much to know of one target');
  }
  const rowTexts = target.row?.texts ?? [];
  if (rowTexts.length > most.rowTexts) throw tooLarge('that is too much to know of one row');
  if (rowTexts.some((text) => text.trim() === '')) throw invalid('a row is not known by an empty text');
  if (!target.neighbours.every(({ right, down }) => Number.isFinite(right) && Number.isFinite(down))) {
    throw invalid('a neighbour needs its place');
  }
  const texts = [
    target.text,
    target.label,
    ...rowTexts,
    ...target.headings,
    ...target.neighbours.map(({ text }) => text),
  ];
  for (const text of texts) requireShort(text, most.text, 'a remembered text');
  return target;
}

const isReal = (box: Box): boolean => box.width > 0 && box.height > 0;

function requireShort(text: string, length: number, what: string): void {
  if (text.length > length) throw tooLarge(`${what} has at most ${length} characters`);
}

const invalid = (message: string) => new DomainError('input.invalid', message);
const tooLarge = (message: string) => new DomainError('input.too_large', message);
