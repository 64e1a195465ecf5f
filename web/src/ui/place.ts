// Puts a floating element beside its trigger, inside the window; through the element's style
// object, which a strict content policy allows.

export interface Floating {
  side?: 'bottom' | 'top';
  align?: 'start' | 'end';
  matchWidth?: boolean;
}

export function placeBeside(trigger: Element, floating: HTMLElement, options: Floating = {}): void {
  const anchor = trigger.getBoundingClientRect();
  const gap = 4;
  const edge = 8;
  const { style } = floating;
  style.position = 'fixed';
  style.margin = '0';
  style.inset = 'auto';
  style.maxHeight = '';
  if (options.matchWidth) style.width = `${anchor.width}px`;
  const width = floating.offsetWidth;
  const height = floating.offsetHeight;
  const below = innerHeight - anchor.bottom - edge - gap;
  const above = anchor.top - edge - gap;
  const onTop = options.side === 'top' ? above >= height || above > below : below < height && above > below;
  const room = Math.max(120, onTop ? above : below);
  if (height > room) style.maxHeight = `${room}px`;
  const shown = Math.min(height, room);
  style.top = `${onTop ? anchor.top - gap - shown : anchor.bottom + gap}px`;
  const wanted = options.align === 'end' ? anchor.right - width : anchor.left;
  style.left = `${Math.max(edge, Math.min(wanted, innerWidth - width - edge))}px`;
}

/** Keeps `floating` placed until the returned function is called. */
export function follow(trigger: Element, floating: HTMLElement, options: Floating = {}): () => void {
  const place = () => placeBeside(trigger, floating, options);
  place();
  addEventListener('scroll', place, { passive: true, capture: true });
  addEventListener('resize', place, { passive: true });
  const watcher = new ResizeObserver(place);
  watcher.observe(floating);
  return () => {
    removeEventListener('scroll', place, { capture: true });
    removeEventListener('resize', place);
    watcher.disconnect();
  };
}
