// Server state, keyed by API path. A path that somebody watches is fetched once, shared, and
// fetched again when the server says it went stale; a path nobody watches is only marked.
import { ApiError, call } from './api';

export interface Snapshot<T> {
  value: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
}

interface Entry {
  path: string;
  snapshot: Snapshot<unknown>;
  etag: string | null;
  stale: boolean;
  fetching: boolean;
  again: boolean;
  watchers: Set<() => void>;
  usedAt: number;
}

type Fetch = (
  path: string,
  etag: string | null,
) => Promise<{ value: unknown; etag: string | null; notModified: boolean }>;

const empty: Snapshot<unknown> = { value: undefined, error: undefined, loading: true };

/** The part of a key before its query: `/tree?cycle=C-1` belongs to `/tree`. */
export function resourceOf(key: string): string {
  const query = key.indexOf('?');
  return query < 0 ? key : key.slice(0, query);
}

/** Does an event that names `stale` make the stored `key` stale? The query is ignored unless the event names one. */
export function isStale(key: string, stale: string): boolean {
  return key === stale || (!stale.includes('?') && resourceOf(key) === stale);
}

export class Store {
  private entries = new Map<string, Entry>();
  private pending = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastFlush = 0;
  private staleListeners = new Set<(paths: readonly string[] | 'all') => void>();

  constructor(
    private readonly fetcher: Fetch = (path, etag) => call(path, { etag }),
    private readonly throttle_ms = 250,
    private readonly kept = 120,
  ) {}

  read<T>(path: string): Snapshot<T> {
    return (this.entries.get(path)?.snapshot ?? empty) as Snapshot<T>;
  }

  /** Calls `changed` whenever the path's snapshot changes; fetches it when absent or stale. */
  watch(path: string, changed: () => void): () => void {
    const entry = this.entry(path);
    // A page that is opened again tries again what failed before.
    if (entry.snapshot.error && entry.watchers.size === 0) entry.stale = true;
    entry.watchers.add(changed);
    entry.usedAt = Date.now();
    this.load(entry);
    return () => {
      entry.watchers.delete(changed);
      this.forget();
    };
  }

  /** Starts loading a path before anything watches it. */
  prefetch(path: string): void {
    const entry = this.entry(path);
    this.load(entry);
  }

  /** Reads an entry that has nothing to show or is stale, unless that is under way. */
  private load(entry: Entry): void {
    const missing = entry.snapshot.value === undefined && !entry.snapshot.error;
    if (entry.stale || (missing && !entry.fetching)) void this.fetch(entry);
  }

  /** Puts a value the server just answered (a saved resource) where its readers see it at once. */
  put<T>(path: string, value: T): void {
    const entry = this.entry(path);
    entry.etag = null;
    entry.stale = false;
    this.show(entry, { value, error: undefined, loading: false });
  }

  update<T>(path: string, change: (value: T) => T): void {
    const entry = this.entries.get(path);
    if (entry?.snapshot.value === undefined) return;
    this.show(entry, { ...entry.snapshot, value: change(entry.snapshot.value as T) });
  }

  async refresh(path: string): Promise<void> {
    await this.fetch(this.entry(path));
  }

  /** For state that is kept outside the store (the tree): hears what went stale. */
  onStale(listener: (paths: readonly string[] | 'all') => void): () => void {
    this.staleListeners.add(listener);
    return () => this.staleListeners.delete(listener);
  }

  /** Marks paths stale; those in view are fetched together, at most once per throttle interval. */
  invalidate(paths: readonly string[]): void {
    for (const listener of this.staleListeners) listener(paths);
    this.mark(paths);
  }

  private mark(paths: readonly string[]): void {
    for (const stale of paths) {
      for (const entry of this.entries.values()) {
        if (!isStale(entry.path, stale)) continue;
        entry.stale = true;
        if (entry.watchers.size) this.pending.add(entry.path);
      }
    }
    this.schedule();
  }

  invalidateAll(): void {
    for (const listener of this.staleListeners) listener('all');
    this.mark([...this.entries.keys()]);
  }

  clear(): void {
    this.entries.clear();
    this.pending.clear();
  }

  private entry(path: string): Entry {
    let entry = this.entries.get(path);
    if (!entry) {
      entry = {
        path,
        snapshot: empty,
        etag: null,
        stale: false,
        fetching: false,
        again: false,
        watchers: new Set(),
        usedAt: Date.now(),
      };
      this.entries.set(path, entry);
    }
    return entry;
  }

  private schedule(): void {
    if (this.timer !== null || this.pending.size === 0) return;
    const wait = Math.max(0, this.lastFlush + this.throttle_ms - Date.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.lastFlush = Date.now();
      const paths = [...this.pending];
      this.pending.clear();
      for (const path of paths) {
        const entry = this.entries.get(path);
        if (entry?.watchers.size) void this.fetch(entry);
      }
    }, wait);
  }

  private async fetch(entry: Entry): Promise<void> {
    if (entry.fetching) {
      entry.again = true;
      return;
    }
    entry.fetching = true;
    entry.stale = false;
    if (entry.snapshot.error) this.show(entry, { ...entry.snapshot, error: undefined, loading: true });
    try {
      const answer = await this.fetcher(entry.path, entry.etag);
      entry.etag = answer.etag;
      if (!answer.notModified) this.show(entry, { value: answer.value, error: undefined, loading: false });
      else if (entry.snapshot.loading) this.show(entry, { ...entry.snapshot, loading: false });
    } catch (cause) {
      const error =
        cause instanceof ApiError
          ? cause
          : new ApiError({ title: String(cause), status: 0, code: 'unexpected' });
      const gone = error.status === 404 || error.status === 403 || error.status === 401;
      this.show(entry, { value: gone ? undefined : entry.snapshot.value, error, loading: false });
    } finally {
      entry.fetching = false;
      if (entry.again) {
        entry.again = false;
        void this.fetch(entry);
      }
    }
  }

  private show(entry: Entry, snapshot: Snapshot<unknown>): void {
    entry.snapshot = snapshot;
    for (const changed of [...entry.watchers]) changed();
  }

  private forget(): void {
    if (this.entries.size <= this.kept) return;
    const idle = [...this.entries.values()].filter((entry) => entry.watchers.size === 0);
    idle.sort((a, b) => a.usedAt - b.usedAt);
    for (const entry of idle.slice(0, this.entries.size - this.kept)) this.entries.delete(entry.path);
  }
}

export const store = new Store();
