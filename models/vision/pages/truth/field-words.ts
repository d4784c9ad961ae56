import { areaOf, type Edges, edgesOf, overlapOf, windowOf } from './boxes.ts';
import { type Reach, type Word, wordsOfNode } from './words.ts';

// Runs inside the page, sent there as source: see collect.ts. The browser does not tell where it paints the text of its own
// fields, so each is measured in a copy laid over it with the same font, padding and width.

export function shownTextOf(field: Element): string {
  if (field instanceof HTMLTextAreaElement) return field.value || field.placeholder;
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.text ?? '';
  const input = field as HTMLInputElement;
  if (input.type === 'password' && input.value !== '') return '•'.repeat(input.value.length);
  return input.value || input.placeholder;
}

export function copyOf(field: HTMLElement): HTMLElement {
  const style = getComputedStyle(field);
  const rect = field.getBoundingClientRect();
  const copy = document.createElement('div');
  const isArea = field instanceof HTMLTextAreaElement;
  for (const name of [
    'font',
    'letterSpacing',
    'textTransform',
    'textAlign',
    'textIndent',
    'padding',
    'borderWidth',
  ] as const)
    copy.style[name] = style[name];
  const width = field.offsetWidth - (isArea ? field.offsetWidth - field.clientWidth - field.clientLeft * 2 : 0);
  copy.style.cssText += `;position:fixed;left:${rect.left}px;top:${rect.top}px;width:${width}px;height:${rect.height}px;margin:0;border-style:solid;border-color:transparent;box-sizing:border-box;pointer-events:none;white-space:${isArea ? 'pre-wrap' : 'pre'};overflow-wrap:break-word;min-height:0;max-width:none;`;
  if (isArea) {
    copy.style.lineHeight = style.lineHeight;
    copy.textContent = shownTextOf(field);
    return copy;
  }
  // A one-line field centres its text; a chooser has 4 px more before it when the browser paints it.
  const inset = field instanceof HTMLSelectElement && style.appearance !== 'none' ? 4 : 0;
  copy.style.cssText += `;display:flex;align-items:center;justify-content:${style.textAlign === 'right' || style.textAlign === 'end' ? 'safe flex-end' : style.textAlign === 'center' ? 'safe center' : 'flex-start'};line-height:normal;`;
  const inner = document.createElement('span');
  inner.textContent = shownTextOf(field);
  inner.style.marginInlineStart = `${inset}px`;
  copy.append(inner);
  return copy;
}

/** Room for the text: the content box; a search field also keeps room for its own cross. */
export function textRoomOf(field: HTMLElement): Edges {
  const style = getComputedStyle(field);
  const rect = edgesOf(field.getBoundingClientRect());
  const px = (value: string) => Number.parseFloat(value) || 0;
  const kept = field instanceof HTMLSelectElement && style.appearance !== 'none' ? 18 : 0;
  const content = {
    left: rect.left + px(style.borderLeftWidth) + px(style.paddingLeft) - 1,
    right: rect.right - px(style.borderRightWidth) - px(style.paddingRight) + 1 - kept,
    top: rect.top + px(style.borderTopWidth) - 2,
    bottom: rect.bottom - px(style.borderBottomWidth) + 2,
  };
  return overlapOf(content, windowOf(field));
}

/** Words in the browser's own fields, and the places whose writing nobody can know. */
export function wordsOfFields(cache: Map<string, Reach>): { words: Word[]; unknown: Edges[] } {
  const words: Word[] = [];
  const unknown: Edges[] = [];
  for (const field of document.querySelectorAll<HTMLElement>('input,textarea,select')) {
    const rect = edgesOf(field.getBoundingClientRect());
    const isText = !(field instanceof HTMLInputElement) || /^(text|search|email|password|url|tel)$/.test(field.type);
    const style = getComputedStyle(field);
    if (areaOf(rect) < 20 || style.visibility === 'hidden' || Number(style.opacity) === 0) continue;
    if (!isText && /^(date|time|number|month|datetime-local)$/.test((field as HTMLInputElement).type))
      unknown.push(rect);
    if (!isText || shownTextOf(field) === '') continue;
    const copy = copyOf(field);
    document.body.append(copy);
    const node = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT).nextNode();
    if (node !== null) words.push(...wordsOfNode(node as Text, field, cache, textRoomOf(field)));
    copy.remove();
  }
  return { words, unknown };
}
