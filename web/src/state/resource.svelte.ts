// Server state for components: a reactive view of one store path that follows the path given.
import { createSubscriber } from 'svelte/reactivity';
import type { ApiError } from '../core/api';
import { store, type Snapshot } from '../core/store';

export interface Resource<T> {
  readonly value: T | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  readonly path: string | null;
  refresh(): Promise<void>;
}

const idle: Snapshot<never> = { value: undefined, error: undefined, loading: false };

/**
 * Reads the resource at `path()`; null means "nothing to read yet". While a new path loads, the
 * old value stays in view when `keep` is set, so that changing a filter does not blank the page.
 */
export function resource<T>(path: () => string | null, options: { keep?: boolean } = {}): Resource<T> {
  let previous: T | undefined;
  const subscribers = new Map<string, () => void>();
  const current = $derived(path());

  function snapshot(): Snapshot<T> {
    const at = current;
    if (at === null) return idle;
    let subscribe = subscribers.get(at);
    if (!subscribe) {
      subscribe = createSubscriber((update) => store.watch(at, update));
      subscribers.set(at, subscribe);
    }
    subscribe();
    const found = store.read<T>(at);
    if (found.value !== undefined) previous = found.value;
    return found;
  }
  return {
    get value() {
      const found = snapshot();
      if (found.value === undefined && options.keep && !found.error) return previous;
      return found.value;
    },
    get error() {
      return snapshot().error;
    },
    get loading() {
      return snapshot().loading;
    },
    get path() {
      return current;
    },
    refresh: async () => {
      if (current !== null) await store.refresh(current);
    },
  };
}
