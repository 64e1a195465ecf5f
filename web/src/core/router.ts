// Addresses: which page a path belongs to, and the query as the home of shareable state.

export interface Place {
  path: string;
  query: URLSearchParams;
  hash: string;
}
export interface Match<R> {
  route: R;
  params: Record<string, string>;
}

/** Matches `/objectives/:id` against `/objectives/O-12`. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (let i = 0; i < wanted.length; i++) {
    const part = wanted[i]!;
    if (part.startsWith(':')) {
      try {
        params[part.slice(1)] = decodeURIComponent(given[i]!);
      } catch {
        return null;
      }
    } else if (part !== given[i]) return null;
  }
  return params;
}

export function findRoute<R extends { pattern: string }>(
  routes: readonly R[],
  path: string,
): Match<R> | null {
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (params) return { route, params };
  }
  return null;
}

export class Router {
  private listeners = new Set<() => void>();
  private blockers = new Set<() => boolean>();
  place: Place = { path: '/', query: new URLSearchParams(), hash: '' };

  start(): void {
    this.place = this.here();
    addEventListener('popstate', () => this.changed());
    document.addEventListener('click', (event) => this.clicked(event));
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks `mayLeave` before another page is shown (unsaved text). */
  guard(mayLeave: () => boolean): () => void {
    this.blockers.add(mayLeave);
    return () => this.blockers.delete(mayLeave);
  }

  go(address: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
    const url = new URL(address, location.href);
    if (url.pathname !== location.pathname && [...this.blockers].some((mayLeave) => !mayLeave())) return;
    const same = url.pathname === location.pathname;
    history[options.replace ? 'replaceState' : 'pushState'](null, '', url.pathname + url.search + url.hash);
    this.changed();
    if (!same && !options.keepScroll) scrollTo(0, 0);
  }

  /** Changes parts of the query in place; empty values leave the address. */
  setQuery(change: Record<string, string | null | undefined>, replace = true): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === undefined || value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    this.go(location.pathname + (text ? `?${text}` : '') + location.hash, { replace, keepScroll: true });
  }

  private here(): Place {
    return { path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash };
  }

  private changed(): void {
    this.place = this.here();
    for (const listener of [...this.listeners]) listener();
  }

  private clicked(event: MouseEvent): void {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/')) return;
    if (link.pathname === location.pathname && link.hash && link.search === location.search) return;
    event.preventDefault();
    this.go(link.href);
  }
}

export const router = new Router();
