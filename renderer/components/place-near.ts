/** Scale of the page, 1 to 2: rectangles are measured in screen pixels, styles are in pixels of the page. */
export function pageScale(): number {
  const scale = Number(document.documentElement.dataset['scale'] ?? '100') / 100;
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
}

/** Puts a fixed element below (or beside) another, inside the window. */
export function placeNear(element: HTMLElement, anchor: Element | { readonly x: number; readonly y: number }, side: 'below' | 'right'): void {
  const scale = pageScale();
  const own = element.getBoundingClientRect();
  const rect = anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const gap = anchor instanceof Element ? 2 * scale : 0;
  let x = side === 'below' ? rect.left : rect.right + gap;
  let y = side === 'below' ? rect.bottom + gap : rect.top;
  const edge = 4 * scale;
  if (side === 'right' && x + own.width > innerWidth - edge) x = rect.left - own.width - gap;
  if (side === 'below' && y + own.height > innerHeight - edge && rect.top - own.height - gap > edge) y = rect.top - own.height - gap;
  x = Math.max(edge, Math.min(x, innerWidth - own.width - edge));
  y = Math.max(edge, Math.min(y, innerHeight - own.height - edge));
  element.style.left = `${x / scale}px`;
  element.style.top = `${y / scale}px`;
}
