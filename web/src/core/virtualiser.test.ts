import { describe, expect, it } from 'vitest';
import { Heights } from './virtualiser';

describe('Heights', () => {
  const heights = new Heights(1000, (i) => (i % 2 ? 36 : 40));

  it('knows tops and the whole', () => {
    expect(heights.total).toBe(38_000);
    expect(heights.top(2)).toBe(76);
    expect(heights.bottom(2)).toBe(116);
  });
  it('finds the row of each pixel', () => {
    for (let row = 0; row < heights.count; row++) {
      expect(heights.rowAt(heights.top(row))).toBe(row);
      expect(heights.rowAt(heights.bottom(row) - 0.5)).toBe(row);
    }
    expect(heights.rowAt(1e9)).toBe(999);
  });
  it('cuts a window whose spacers and rows make up the whole', () => {
    const slice = heights.slice(5000, 5900, 5);
    expect(heights.top(slice.first)).toBeLessThan(5000);
    expect(slice.before + (heights.top(slice.end) - heights.top(slice.first)) + slice.after).toBe(38_000);
    expect(slice.end - slice.first).toBeLessThan(40);
  });
  it('stays sound with no rows and outside the list', () => {
    expect(new Heights(0, () => 1).slice(0, 100, 5)).toEqual({ first: 0, end: 0, before: 0, after: 0 });
    expect(heights.slice(-500, 100, 2).first).toBe(0);
    expect(heights.slice(50_000, 51_000, 2).end).toBe(1000);
  });
});
