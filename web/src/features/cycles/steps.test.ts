// What a cycle may become, and which cycles are suggested.
import { describe, expect, it } from 'vitest';
import type { Cycle } from '../../api/types';
import { parentFor, stepsOf, suggestions } from './steps';

const cycle = (change: Partial<Cycle>): Cycle => ({
  id: 'C-1',
  name: '2026',
  state: 'active',
  starts_on: '2026-01-01',
  ends_on: '2026-12-31',
  parent: null,
  check_in_weekday: 5,
  check_in_every_weeks: 1,
  policy: null,
  version: 1,
  can: ['edit'],
  ...change,
});

describe('the steps of a cycle', () => {
  it('go forward to review and back to planning while it is active', () => {
    expect(stepsOf(cycle({})).map((step) => step.to)).toEqual(['review', 'planning']);
  });
  it('are none for those who may not edit it', () => {
    expect(stepsOf(cycle({ can: [] }))).toEqual([]);
  });
  it('of a closed one need the right to reopen', () => {
    expect(stepsOf(cycle({ state: 'closed', can: ['reopen'] })).map((step) => step.to)).toEqual(['review']);
    expect(stepsOf(cycle({ state: 'closed' }))).toEqual([]);
  });
});

describe('suggested cycles', () => {
  it('are the year and quarters from today on, without those that exist', () => {
    const found = suggestions('2026-11-22', 1, [cycle({})]);
    expect(found.map((one) => `${one.starts_on} ${one.ends_on}`)).toEqual([
      '2027-01-01 2027-12-31',
      '2026-10-01 2026-12-31',
      '2027-01-01 2027-03-31',
      '2027-04-01 2027-06-30',
    ]);
  });
  it('follow the fiscal year and are named for the year it ends in', () => {
    const [year, , quarter] = suggestions('2026-11-22', 4, []);
    expect(year).toMatchObject({ starts_on: '2026-04-01', ends_on: '2027-03-31', name: '2027' });
    expect(quarter).toMatchObject({ starts_on: '2026-10-01', ends_on: '2026-12-31', quarter: 3, year: 2027 });
  });
  it('lie in the shortest cycle that holds them', () => {
    const half = cycle({ id: 'C-2', starts_on: '2026-07-01' });
    expect(parentFor('2026-10-01', '2026-12-31', [cycle({}), half])?.id).toBe('C-2');
    expect(parentFor('2026-01-01', '2026-12-31', [cycle({})])).toBeNull();
  });
});
