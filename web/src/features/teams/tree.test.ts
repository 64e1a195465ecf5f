// The order of the teams and what a filter leaves of it.
import { describe, expect, it } from 'vitest';
import type { TeamNode } from '../../api/types';
import { inTreeOrder, matching } from './tree';

const team = (id: string, name: string, parent_id: string | null): TeamNode => ({
  id,
  name,
  parent_id,
  lead: null,
  member_count: 0,
  archived: false,
  progress: null,
  status_counts: {},
});
const teams = [
  team('T-1', 'Company', null),
  team('T-2', 'Sales', 'T-1'),
  team('T-3', 'Engineering', 'T-1'),
  team('T-4', 'Platform', 'T-3'),
];

describe('the tree of teams', () => {
  it('goes depth first with names in order', () => {
    expect(inTreeOrder(teams).map((row) => `${row.depth} ${row.team.name}`)).toEqual([
      '0 Company',
      '1 Engineering',
      '2 Platform',
      '1 Sales',
    ]);
  });
  it('puts a team whose parent is not there at the top', () => {
    expect(inTreeOrder([team('T-4', 'Platform', 'T-3')]).map((row) => row.depth)).toEqual([0]);
  });
  it('keeps everything above what a filter finds', () => {
    expect(matching(inTreeOrder(teams), 'plat').map((row) => row.team.name)).toEqual([
      'Company',
      'Engineering',
      'Platform',
    ]);
  });
});
