// Runs inside the page, sent there as source: no imports of values.

/** One element of a page, the same `index` in every version of it. CSS px. */
export interface Shown {
  readonly index: number;
  readonly role: string;
  readonly text: string;
  /** In full view, nothing over its middle. */
  readonly isClear: boolean;
  readonly box: readonly [left: number, top: number, width: number, height: number];
  /** Of a field: what stands before it in its line or column; of a mark: its caption. */
  readonly label: string;
  /** Index of the record it belongs to. */
  readonly row: number | undefined;
  /** Made by a change: a twin of this element, or part of one. */
  readonly twinOf: number | undefined;
}

/** Every marked element gets its number before anything is changed. */
export function numberElements(): number {
  const marked = [...document.querySelectorAll('[data-r],[data-before]')];
  marked.forEach((element, index) => {
    element.setAttribute('data-index', String(index));
  });
  return marked.length;
}

/** What was asked for: these elements go, or get a twin after them. */
export function changeElements({ kind, indexes }: { kind: string; indexes: readonly number[] }): void {
  const at = (index: number) => document.querySelector(`[data-index="${index}"]`);
  for (const index of indexes) {
    const element = at(index);
    if (!element) continue;
    if (kind === 'removed') element.remove();
    else {
      const twin = element.cloneNode(true) as Element;
      for (const part of [twin, ...twin.querySelectorAll('[data-index]')]) {
        part.setAttribute('data-twin', part.getAttribute('data-index') ?? '');
        part.removeAttribute('data-index');
      }
      element.after(twin);
    }
  }
}

/**
 * Lists are turned round, or get a record after each that differs from it in one letter or digit of its texts: the hardest record
 * to tell from it.
 */
export function changeRecords(kind: string): void {
  const parents = new Set([...document.querySelectorAll('[data-r=row]')].map((row) => row.parentElement));
  for (const parent of parents) {
    if (!parent) continue;
    const rows = [...parent.children].filter((child) => child.getAttribute('data-r') === 'row');
    if (kind === 'reordered') for (const row of rows) parent.prepend(row);
    else for (const row of rows) row.before(likeRecord(row));
  }

  function likeRecord(row: Element): Element {
    const twin = row.cloneNode(true) as Element;
    for (const part of [twin, ...twin.querySelectorAll('[data-index]')]) {
      part.setAttribute('data-twin', part.getAttribute('data-index') ?? '');
      part.removeAttribute('data-index');
    }
    const walker = document.createTreeWalker(twin, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const inDeed = (node.parentElement as Element).closest('[data-r=button],[data-r=select]');
      if (!inDeed && text.trim().length > 2) node.textContent = withOneOther(text);
    }
    return twin;
  }

  /** The last letter or digit becomes the next one. */
  function withOneOther(text: string): string {
    const place = [...text].findLastIndex((sign) => /[a-z0-9]/i.test(sign));
    const sign = text[place] ?? '';
    const next =
      sign === 'z' ? 'a' : sign === 'Z' ? 'A' : sign === '9' ? '0' : String.fromCharCode(sign.charCodeAt(0) + 1);
    return place < 0 ? text : text.slice(0, place) + next + text.slice(place + 1);
  }
}

export function shownElements(): Shown[] {
  return [...document.querySelectorAll('[data-index],[data-twin]')].map((element) => {
    const rect = element.getBoundingClientRect();
    const hit = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
    const isInside = rect.left >= 0 && rect.top >= 0 && rect.right <= innerWidth && rect.bottom <= innerHeight;
    const isUncovered = hit !== null && (element.contains(hit) || hit.contains(element));
    const pane = element.closest('.k-scroll,.k-cut,textarea');
    const view = pane && pane !== element ? pane.getBoundingClientRect() : rect;
    const isWhole =
      rect.top >= view.top - 1 &&
      rect.bottom <= view.bottom + 1 &&
      rect.left >= view.left - 1 &&
      rect.right <= view.right + 1;
    const row = element.closest('[data-r=row]')?.getAttribute('data-index');
    const input = element as HTMLInputElement;
    return {
      index: Number(element.getAttribute('data-index') ?? -1),
      role: element.getAttribute('data-r') ?? element.getAttribute('data-before') ?? '',
      text: ((element as HTMLElement).innerText ?? input.value ?? '').trim().slice(0, 100),
      isClear: isInside && isUncovered && isWhole && rect.width >= 6 && rect.height >= 6,
      box: [rect.left, rect.top, rect.width, rect.height] as const,
      label: labelOf(element),
      row: row === null || row === undefined ? undefined : Number(row),
      twinOf: element.hasAttribute('data-twin') ? Number(element.getAttribute('data-twin')) : undefined,
    };
  });

  function labelOf(element: Element): string {
    const role = element.getAttribute('data-r') ?? element.getAttribute('data-before');
    const textOf = (other: Element | null | undefined) =>
      ((other as HTMLElement | null | undefined)?.innerText ?? '').trim();
    if (role === 'checkbox' || role === 'radio' || role === 'switch') return textOf(element.closest('label,.k-check'));
    if (role !== 'text_field' && role !== 'text_area' && role !== 'select' && role !== 'slider') return '';
    const line = element.parentElement;
    const first = line?.firstElementChild;
    const isLabelled = first?.tagName === 'SPAN' && !first.contains(element) && line?.lastElementChild === element;
    return isLabelled ? textOf(first) : '';
  }
}
