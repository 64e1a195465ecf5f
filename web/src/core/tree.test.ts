import { describe, expect, it } from 'vitest';
import type { Cycle, Figures, TreePayload } from '../api/types';
import { keyOf, Tree } from './tree';

interface Given {
  id: number;
  parent?: number;
  parentKr?: number;
  team?: number;
  owner?: number;
  status?: string;
}
function payload(
  objectives: Given[],
  keyResults: { id: number; objective: number; status?: string }[],
  full = true,
  number = 1,
): TreePayload {
  const column = <T>(list: { id: number }[], pick: (one: never) => T) =>
    list.map((one) => pick(one as never));
  return {
    number,
    full,
    cycle: {} as Cycle,
    figures: {} as Figures,
    people: [{ id: 1, name: 'Leila Kim' }],
    teams: [
      { id: 1, name: 'Company', parent_id: 0 },
      { id: 2, name: 'Product', parent_id: 1 },
      { id: 3, name: 'Growth', parent_id: 2 },
    ],
    objectives: {
      id: column(objectives, (one: Given) => one.id),
      title: column(objectives, (one: Given) => `Objective ${one.id}`),
      parent: column(objectives, (one: Given) => one.parent ?? 0),
      parent_key_result: column(objectives, (one: Given) => one.parentKr ?? 0),
      team: column(objectives, (one: Given) => one.team ?? 1),
      owner: column(objectives, (one: Given) => one.owner ?? 1),
      level: objectives.map(() => 'team'),
      kind: objectives.map(() => 'committed'),
      state: objectives.map(() => 'active'),
      progress: objectives.map(() => 0.5),
      expected: objectives.map(() => 0.5),
      status: column(objectives, (one: Given) => (one.status ?? 'on_track') as 'on_track'),
      confidence: objectives.map(() => null),
      stale: objectives.map(() => 0),
      position: objectives.map((_, i) => i),
      version: objectives.map(() => 1),
      last_checkin_day: objectives.map(() => null),
      can_edit: objectives.map(() => 1),
    },
    key_results: {
      id: keyResults.map((one) => one.id),
      objective: keyResults.map((one) => one.objective),
      title: keyResults.map((one) => `Key result ${one.id}`),
      owner: keyResults.map(() => 1),
      metric: keyResults.map(() => 'increase'),
      unit: keyResults.map(() => null),
      decimals: keyResults.map(() => 0),
      value: keyResults.map(() => 1),
      start: keyResults.map(() => 0),
      target: keyResults.map(() => 2),
      progress: keyResults.map(() => 0.5),
      expected: keyResults.map(() => 0.5),
      status: keyResults.map((one) => (one.status ?? 'on_track') as 'on_track'),
      confidence: keyResults.map(() => null),
      stale: keyResults.map(() => 0),
      last_checkin_day: keyResults.map(() => null),
      spark: keyResults.map(() => []),
      can_check_in: keyResults.map(() => 1),
      version: keyResults.map(() => 1),
    },
  };
}
function sample(): Tree {
  const tree = new Tree();
  tree.apply(
    payload(
      [
        { id: 1 },
        { id: 2, parent: 1, team: 2 },
        { id: 3, parent: 2, team: 3, status: 'off_track' },
        { id: 4, parentKr: 10 },
      ],
      [
        { id: 10, objective: 1 },
        { id: 11, objective: 3, status: 'off_track' },
      ],
    ),
  );
  return tree;
}
const keys = (tree: Tree, expanded: string[], filter = {}) =>
  tree.rows(new Set(expanded), filter).map((row) => row.key);

describe('Tree', () => {
  it('shows roots, and below an open one its key results before its objectives', () => {
    const tree = sample();
    expect(keys(tree, [])).toEqual(['o1']);
    expect(keys(tree, ['o1', 'o2', 'o3'])).toEqual(['o1', 'k10', 'o2', 'o3', 'k11', 'o4']);
  });
  it('hangs an objective that contributes to a key result below that one’s objective', () => {
    const tree = sample();
    expect(tree.parentOf(tree.objectives.get(4)!)?.id).toBe(1);
  });
  it('keeps the way to what a filter means, marked as context', () => {
    const rows = sample().rows(new Set(), { status: 'off_track' });
    expect(rows.map((row) => [row.key, row.context])).toEqual([
      ['o1', true],
      ['o2', true],
      ['o3', false],
      ['k11', false],
    ]);
  });
  it('filters a team together with the teams below it', () => {
    expect(keys(sample(), [], { team: 2 })).toEqual(['o1', 'o2', 'o3', 'k11']);
  });
  it('finds words in titles, ids and owners', () => {
    expect(keys(sample(), [], { text: 'kr-11' })).toEqual(['o1', 'o2', 'o3', 'k11']);
    expect(keys(sample(), [], { text: 'leila result' })).toContain('k10');
    expect(keys(sample(), [], { text: 'nobody' })).toEqual([]);
  });
  it('takes what changed, and what was removed', () => {
    const tree = sample();
    tree.apply({
      ...payload([{ id: 3, parent: 1 }, { id: 5 }], [{ id: 12, objective: 5 }], false, 2),
      removed: { objectives: [2], key_results: [11] },
    });
    expect(tree.number).toBe(2);
    expect(keys(tree, ['o1', 'o3', 'o5'])).toEqual(['o1', 'k10', 'o3', 'o4', 'o5', 'k12']);
  });
  it('says how many stand beside a row and which it is', () => {
    const row = sample()
      .rows(new Set(['o1']))
      .find((one) => keyOf(one.node) === 'o2')!;
    expect([row.position, row.siblings, row.depth]).toEqual([2, 3, 1]);
  });
});
