import { describe, expect, it } from 'vitest';
import { layoutChart, spread } from './chart';
import { sparkPath } from './spark';

describe('labels', () => {
  it('are moved apart and stay in the box', () => {
    const labels = spread(
      [100, 101, 102].map((y, i) => ({ name: String(i), y, tone: '' })),
      0,
      110,
    );
    expect(labels.map((label) => label.y)).toEqual([78, 94, 110]);
  });
});

describe('layoutChart', () => {
  const base = {
    width: 800,
    height: 300,
    from: '2026-10-01',
    to: '2026-12-31',
    today: '2026-11-20',
    marks: [],
  };

  it('puts values, expected line and marks on one scale', () => {
    const chart = layoutChart({
      ...base,
      series: [
        { on: '2026-10-08', value: 10 },
        { on: '2026-11-12', value: 40 },
      ],
      expected: [
        { on: '2026-10-01', value: 0 },
        { on: '2026-12-31', value: 100 },
      ],
      marks: [{ name: 'target', value: 100, tone: 'target' }],
    });
    expect(chart.points[0]!.y).toBeGreaterThan(chart.points[1]!.y);
    expect(chart.marks[0]!.y).toBeLessThan(chart.points[1]!.y);
    expect(chart.todayX).toBeGreaterThan(chart.points[1]!.x);
    expect(chart.expectedLabel).not.toBeNull();
    expect(chart.xTicks.length).toBeLessThan(9);
  });
  it('draws with no check-in and with one flat value', () => {
    const none = layoutChart({
      ...base,
      series: [],
      expected: [],
      marks: [{ name: 'target', value: 5, tone: 'target' }],
    });
    expect(none.valuePath).toBe('');
    const flat = layoutChart({ ...base, series: [{ on: '2026-10-08', value: 5 }], expected: [] });
    expect(JSON.stringify(flat)).not.toContain('null,null');
    expect(Number.isFinite(flat.points[0]!.y)).toBe(true);
  });
});

it('keeps a sparkline inside its box, whatever the values', () => {
  const numbers = sparkPath([0, 2, -1, 0.5], 68, 22)
    .match(/-?\d+(\.\d+)?/g)!
    .map(Number);
  for (let i = 1; i < numbers.length; i += 2) expect(numbers[i]).toBeLessThanOrEqual(22);
  expect(sparkPath([], 68, 22)).toBe('');
});
