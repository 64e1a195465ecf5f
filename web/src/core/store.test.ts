import { describe, expect, it, vi } from 'vitest';
import { ApiError } from './api';
import { isStale, Store } from './store';

const answer = (value: unknown) => ({ value, etag: '"1"', notModified: false });
const settle = () => new Promise((done) => setTimeout(done, 15));

describe('staleness', () => {
  it('goes by the resource, whatever the query', () => {
    expect(isStale('/tree?cycle=C-1', '/tree')).toBe(true);
    expect(isStale('/objectives/O-1', '/objectives/O-1')).toBe(true);
    expect(isStale('/objectives/O-12', '/objectives/O-1')).toBe(false);
    expect(isStale('/objectives/O-1/history', '/objectives/O-1')).toBe(false);
    expect(isStale('/tree?cycle=C-1', '/tree?cycle=C-2')).toBe(false);
  });
});

describe('Store', () => {
  it('fetches a path once for all its watchers', async () => {
    const fetcher = vi.fn(async (path: string) => answer(path));
    const store = new Store(fetcher, 5);
    const changed = vi.fn();
    store.watch('/a', () => changed());
    store.watch('/a', () => changed());
    await settle();
    expect(fetcher).toHaveBeenCalledTimes(1);
    expect(store.read('/a').value).toBe('/a');
    expect(changed).toHaveBeenCalledTimes(2);
  });
  it('fetches what went stale only when somebody looks at it', async () => {
    const fetcher = vi.fn(async (path: string) => answer(path));
    const store = new Store(fetcher, 1);
    const leave = store.watch('/a', () => undefined);
    await settle();
    leave();
    store.invalidate(['/a']);
    await settle();
    expect(fetcher).toHaveBeenCalledTimes(1);
    store.watch('/a', () => undefined);
    await settle();
    expect(fetcher).toHaveBeenCalledTimes(2);
  });
  it('gathers a burst of events into one fetch', async () => {
    let value = 0;
    const fetcher = vi.fn(async () => answer(++value));
    const store = new Store(fetcher, 5);
    store.watch('/a', () => undefined);
    await settle();
    for (let i = 0; i < 50; i++) store.invalidate(['/a']);
    await settle();
    expect(fetcher).toHaveBeenCalledTimes(2);
    expect(store.read('/a').value).toBe(2);
  });
  it('asks again when a path went stale while it was being read', async () => {
    let value = 0;
    let release = () => undefined as void;
    const store = new Store(async () => {
      const mine = ++value;
      if (mine === 1) await new Promise<void>((done) => (release = done));
      return answer(mine);
    }, 1);
    store.watch('/a', () => undefined);
    store.invalidate(['/a']);
    await settle();
    release();
    await settle();
    expect(store.read('/a').value).toBe(2);
  });
  it('keeps the old value when the network fails and drops it when the thing is gone', async () => {
    let status: number | null = null;
    const store = new Store(async () => {
      if (status !== null) throw new ApiError({ title: 'x', status, code: 'x' });
      return answer('old');
    }, 1);
    store.watch('/a', () => undefined);
    await settle();
    status = 0;
    await store.refresh('/a');
    expect(store.read('/a').value).toBe('old');
    status = 404;
    await store.refresh('/a');
    expect(store.read('/a').value).toBeUndefined();
    expect(store.read('/a').error?.status).toBe(404);
  });
  it('tells other keepers of state what went stale', () => {
    const store = new Store(async () => answer(1), 1);
    const heard = vi.fn();
    store.onStale(heard);
    store.invalidate(['/tree']);
    store.invalidateAll();
    expect(heard.mock.calls).toEqual([[['/tree']], ['all']]);
  });
});
