// The current address, reactive.
import { createSubscriber } from 'svelte/reactivity';
import { router } from '../core/router';

const subscribe = createSubscriber((update) => router.listen(update));

export const place = {
  get path() {
    subscribe();
    return router.place.path;
  },
  get query() {
    subscribe();
    return router.place.query;
  },
  get hash() {
    subscribe();
    return router.place.hash;
  },
};

/** One query parameter as a string, '' when absent. */
export function queryValue(name: string): string {
  return place.query.get(name) ?? '';
}
