// A list that grows page by page. Each page's address follows from the page before it, so that a
// live refresh of the first page moves the later ones along: nothing falls between, nothing doubles.
import { createSubscriber } from 'svelte/reactivity';
import type { List } from '../api/types';
import type { ApiError } from '../core/api';
import { store } from '../core/store';

export interface Paged<T> {
  readonly items: T[];
  readonly loading: boolean;
  readonly error: ApiError | undefined;
  readonly more: boolean;
  next(): void;
  refresh(): Promise<void>;
}

export function paged<T>(path: () => string): Paged<T> {
  const subscribers = new Map<string, () => void>();
  const base = $derived(path());
  let pages = $state({ of: '', count: 1 });
  let before: { of: string; items: T[] } = { of: '', items: [] };

  function read(at: string) {
    let subscribe = subscribers.get(at);
    if (!subscribe) subscribers.set(at, (subscribe = createSubscriber((update) => store.watch(at, update))));
    subscribe();
    return store.read<List<T>>(at);
  }
  const shown = $derived.by(() => {
    const count = pages.of === base ? pages.count : 1;
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < count; page++) {
      const at: string = cursor
        ? `${base}${base.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
        : base;
      const { value, error } = read(at);
      if (!value) {
        const kept =
          page > 0 && before.of === base && before.items.length > items.length ? before.items : items;
        return { items: kept, loading: !error, error, more: page > 0 };
      }
      items.push(...value.items);
      cursor = value.next ?? null;
      if (!cursor) break;
    }
    before = { of: base, items };
    return { items, loading: false, error: undefined, more: cursor !== null };
  });
  return {
    get items() {
      return shown.items;
    },
    get loading() {
      return shown.loading;
    },
    get error() {
      return shown.error;
    },
    get more() {
      return shown.more;
    },
    next: () => (pages = { of: base, count: (pages.of === base ? pages.count : 1) + 1 }),
    refresh: () => store.refresh(base),
  };
}
