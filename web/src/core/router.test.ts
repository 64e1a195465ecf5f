import { describe, expect, it } from 'vitest';
import { withQuery } from './api';
import { findRoute, matchPath } from './router';

describe('addresses', () => {
  it('match by parts, with names for the variable ones', () => {
    expect(matchPath('/objectives/:id', '/objectives/O-12')).toEqual({ id: 'O-12' });
    expect(matchPath('/objectives/:id', '/objectives')).toBeNull();
    expect(matchPath('/', '/')).toEqual({});
    expect(matchPath('/a/:b', '/a/%E0%A4%A')).toBeNull();
  });
  it('go to the first route that fits', () => {
    const routes = [{ pattern: '/objectives/new' }, { pattern: '/objectives/:id' }];
    expect(findRoute(routes, '/objectives/new')?.route).toBe(routes[0]);
    expect(findRoute(routes, '/objectives/O-1')?.params).toEqual({ id: 'O-1' });
    expect(findRoute(routes, '/nowhere')).toBeNull();
  });
  it('make equal keys of equal queries', () => {
    expect(withQuery('/a', { b: 1, a: 'x y', c: '', d: null })).toBe('/a?a=x%20y&b=1');
    expect(withQuery('/a', {})).toBe('/a');
  });
});
