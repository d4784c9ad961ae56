// Runs inside the page. The functions below are sent there as source (see collect.ts), so none may use an import's value
// or a constant of this module.

/** CSS px of the page, edges instead of sizes. */
export interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function edgesOf(rect: Edges): Edges {
  return { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
}

export function areaOf(box: Edges): number {
  return Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top);
}

export function overlapOf(a: Edges, b: Edges): Edges {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

export function inflated(box: Edges, across: number, down: number): Edges {
  return { left: box.left - across, top: box.top - down, right: box.right + across, bottom: box.bottom + down };
}

export function unionOf(boxes: Edges[]): Edges {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

/** The part of the page where `element` may show: the viewport cut by every ancestor that clips. */
export function windowOf(element: Element): Edges {
  let box: Edges = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let position = getComputedStyle(element).position;
  for (let parent = element.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
    const style = getComputedStyle(parent);
    if (position === 'fixed') break;
    if (position === 'absolute' && style.position === 'static' && style.transform === 'none') continue;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') box = overlapOf(box, paddingBoxOf(parent));
    position = style.position;
  }
  return box;
}

/** Inside the borders and beside the scroll bars. */
export function paddingBoxOf(element: Element): Edges {
  const rect = element.getBoundingClientRect();
  const left = rect.left + element.clientLeft;
  const top = rect.top + element.clientTop;
  return { left, top, right: left + element.clientWidth, bottom: top + element.clientHeight };
}

/** Whether what is painted at a point belongs to `element`: itself, its content, or what it lies in when it lets the pointer through. */
export function showsAt(element: Element, x: number, y: number): boolean {
  const hit = document.elementFromPoint(x, y);
  if (hit === null) return false;
  return hit === element || element.contains(hit) || hit.contains(element);
}

/** Share of `box` at which `element` shows, by a grid of 5 x 5 points that stays off round corners. */
export function shownShare(element: Element, box: Edges): number {
  let shown = 0;
  for (const across of [0.15, 0.325, 0.5, 0.675, 0.85]) {
    for (const down of [0.15, 0.325, 0.5, 0.675, 0.85]) {
      const x = box.left + (box.right - box.left) * across;
      const y = box.top + (box.bottom - box.top) * down;
      if (showsAt(element, x, y)) shown++;
    }
  }
  return shown / 25;
}

/** The pieces of `box` at which `element` shows, on a grid of about 24 px: what to ignore of something half hidden. */
export function shownPieces(element: Element, box: Edges): Edges[] {
  if (areaOf(box) < 1) return [];
  const columns = Math.max(1, Math.min(40, Math.round((box.right - box.left) / 24)));
  const rows = Math.max(1, Math.min(40, Math.round((box.bottom - box.top) / 24)));
  const [stepX, stepY] = [(box.right - box.left) / columns, (box.bottom - box.top) / rows];
  const pieces: Edges[] = [];
  for (let row = 0; row < rows; row++) {
    const top = box.top + row * stepY;
    let open: Edges | undefined;
    for (let column = 0; column < columns; column++) {
      const left = box.left + column * stepX;
      if (!showsAt(element, left + stepX / 2, top + stepY / 2)) open = undefined;
      else if (open !== undefined) open.right = left + stepX;
      else {
        open = { left, top, right: left + stepX, bottom: top + stepY };
        pieces.push(open);
      }
    }
  }
  return pieces;
}
