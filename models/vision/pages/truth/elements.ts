import {
  areaOf,
  type Edges,
  edgesOf,
  overlapOf,
  paddingBoxOf,
  shownPieces,
  shownShare,
  unionOf,
  windowOf,
} from './boxes.ts';
import type { Word } from './words.ts';

// Runs inside the page, sent there as source: see collect.ts.

export interface Found {
  box: Edges;
  role: string;
  name: string;
  states: string[];
}

export interface Elements {
  found: Found[];
  doubtful: Edges[];
}

export function nameOf(element: Element): string {
  const given = element.getAttribute('data-n') ?? element.getAttribute('aria-label');
  if (given !== null) return given;
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) return captionOf(element);
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    return element.placeholder || (element.type === 'password' ? '' : element.value);
  if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text ?? '';
  const role = element.getAttribute('data-r');
  if (role === 'checkbox' || role === 'radio' || role === 'switch') return captionOf(element);
  if (role === 'window' || role === 'dialog')
    return (element.querySelector('[data-title],[data-r=heading]') as HTMLElement | null)?.innerText ?? '';
  return (element as HTMLElement).innerText ?? element.textContent ?? '';
}

export function captionOf(mark: Element): string {
  const label = mark.closest('label,.k-check') ?? mark.parentElement;
  return (label as HTMLElement | null)?.innerText ?? '';
}

export function statesOf(element: Element): string[] {
  const states = new Set((element.getAttribute('data-s') ?? '').split(' ').filter((state) => state !== ''));
  return [...states].sort();
}

/** A link may run over lines and is one box on each; everything else is its border box. */
export function boxesOf(element: Element): Edges[] {
  if (element.getAttribute('data-r') === 'link') return [...element.getClientRects()].map(edgesOf);
  return [edgesOf(element.getBoundingClientRect())];
}

/**
 * The mark of a style sheet that draws it before the caption. Frameworks place it by left/top or by margins; both come
 * from the computed style of the pseudo element.
 */
export function markBefore(label: Element): Edges {
  const style = getComputedStyle(label, '::before');
  const own = getComputedStyle(label);
  const rect = label.getBoundingClientRect();
  const px = (value: string) => Number.parseFloat(value) || 0;
  const [width, height] = [px(style.width) || 13, px(style.height) || 13];
  const left =
    rect.left + (style.position === 'absolute' ? px(style.left) + px(style.marginLeft) : px(own.paddingLeft));
  const top =
    style.position === 'absolute' && style.top !== 'auto'
      ? rect.top + px(style.top)
      : rect.top + (rect.height - height) / 2;
  return { left, top, right: left + width, bottom: top + height };
}

export function judge(element: Element, box: Edges, found: Omit<Found, 'box'>, result: Elements): void {
  const cut = overlapOf(box, windowOf(element));
  // A record wider than its pane is still a record as wide as the pane: only its height may be missing.
  const whole = found.role === 'row' ? (box.bottom - box.top) * Math.max(1, cut.right - cut.left) : areaOf(box);
  if (whole < 9 || areaOf(cut) < 9 || cut.right - cut.left < 2 || cut.bottom - cut.top < 2) return;
  const shown = (areaOf(cut) / whole) * shownShare(element, cut);
  if (shown >= 0.6) result.found.push({ ...found, box: cut });
  // Half a window is made of whole things that count: only its own label is left out.
  else if (shown > 0.02 && found.role !== 'window' && found.role !== 'dialog')
    result.doubtful.push(...shownPieces(element, cut));
}

export function isShown(element: Element): boolean {
  const style = getComputedStyle(element);
  return style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity) > 0.05;
}

/** A heading is where its words are. */
export function judgeHeading(element: Element, words: Word[], result: Elements): void {
  const own = words.filter((word) => element.contains(word.owner));
  if (own.length === 0) return;
  const clear = own.filter((word) => word.clear);
  const box = overlapOf(unionOf(own.map((word) => word.box)), windowOf(element));
  if (areaOf(box) < 9) return;
  if (clear.length < own.length * 0.6) result.doubtful.push(...shownPieces(element, box));
  else result.found.push({ box, role: 'heading', name: own.map((word) => word.text).join(' '), states: [] });
}

/** Bars of panes that really scroll: beside the padding box, inside the border. */
export function judgeScrollbars(pane: Element, result: Elements): void {
  const rect = pane.getBoundingClientRect();
  const inner = paddingBoxOf(pane);
  const style = getComputedStyle(pane);
  const right = rect.right - Number.parseFloat(style.borderRightWidth);
  const bottom = rect.bottom - Number.parseFloat(style.borderBottomWidth);
  const add = (box: Edges, name: string) => judge(pane, box, { role: 'scrollbar', name, states: [] }, result);
  if (right - inner.right > 2) add({ left: inner.right, right, top: inner.top, bottom: inner.bottom }, 'vertical');
  if (bottom - inner.bottom > 2) add({ left: inner.left, right: inner.right, top: inner.bottom, bottom }, 'horizontal');
}

/** Behind a strong veil things are neither there nor gone: everything but the dialog after it is doubtful. */
export function aroundHole(veil: Element): Edges[] {
  const page = edgesOf(veil.getBoundingClientRect());
  const dialog = veil.nextElementSibling?.querySelector('[data-r=dialog]');
  if (dialog === null || dialog === undefined) return [page];
  const hole = edgesOf(dialog.getBoundingClientRect());
  return [
    { ...page, bottom: hole.top },
    { ...page, top: hole.bottom },
    { ...page, top: hole.top, bottom: hole.bottom, right: hole.left },
    { ...page, top: hole.top, bottom: hole.bottom, left: hole.right },
  ].filter((box) => areaOf(box) > 0);
}

export function elementsOf(words: Word[]): Elements {
  const result: Elements = { found: [], doubtful: [] };
  for (const element of document.querySelectorAll('[data-r]')) {
    const role = element.getAttribute('data-r') ?? '';
    if (!isShown(element)) continue;
    if (role === 'heading') judgeHeading(element, words, result);
    else
      for (const box of boxesOf(element))
        judge(element, box, { role, name: nameOf(element), states: statesOf(element) }, result);
  }
  for (const label of document.querySelectorAll('[data-before]')) {
    const found = {
      role: label.getAttribute('data-before') ?? '',
      name: (label as HTMLElement).innerText,
      states: statesOf(label),
    };
    // An unseen input may lie over the mark: what holds both decides whether it shows.
    judge(label.parentElement ?? label, markBefore(label), found, result);
  }
  for (const veil of document.querySelectorAll('[data-veil]')) result.doubtful.push(...aroundHole(veil));
  for (const pane of document.querySelectorAll('.k-scroll,textarea')) judgeScrollbars(pane, result);
  return result;
}
