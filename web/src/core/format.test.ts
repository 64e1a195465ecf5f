import { beforeEach, describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  initials,
  metricChange,
  metricValue,
  number,
  parseNumber,
  percent,
  roundHalfAway,
  setLocale,
  weekNumber,
} from './format';

beforeEach(() => setLocale('en-GB'));

describe('rounding', () => {
  it('goes half away from zero', () => {
    expect(roundHalfAway(72.5)).toBe(73);
    expect(roundHalfAway(-72.5)).toBe(-73);
    expect(roundHalfAway(1.005, 2)).toBe(1.01);
    expect(roundHalfAway(0.4)).toBe(0);
  });
  it('shows a ratio as whole percent and none as a dash', () => {
    expect(percent(0.725)).toBe('73%');
    expect(percent(null)).toBe('–');
    setLocale('de-DE');
    expect(percent(0.725)).toBe('73\u00a0%');
  });
});

describe('values with their unit', () => {
  beforeEach(() => setLocale('en-US'));
  it('puts currencies in front, percent behind, words apart', () => {
    expect(metricValue(16.5, '$', 2)).toBe('$16.5');
    expect(metricValue(97.25, '%', 1)).toBe('97.3%');
    expect(metricValue(1240, 'teams', 0)).toBe('1,240 teams');
  });
  it('shortens large numbers only when asked', () => {
    expect(metricValue(2_800_000, '$', 0, true)).toBe('$2.8M');
    expect(metricValue(2_800_000, '$', 0)).toBe('$2,800,000');
  });
  it('signs a change', () => {
    expect(metricChange(3, 'teams')).toBe('+3 teams');
    expect(metricChange(-0.5, '%', 1)).toBe('−0.5');
  });
});

describe('typed numbers', () => {
  beforeEach(() => setLocale('en-GB'));
  it('are read as the locale writes them', () => {
    expect(parseNumber('1,234.5')).toBe(1234.5);
    setLocale('de-DE');
    expect(parseNumber('1.234,5')).toBe(1234.5);
    expect(parseNumber('12.5')).toBe(12.5);
    expect(parseNumber('1.234')).toBe(1234);
  });
  it('are refused when they are none', () => {
    for (const text of ['', 'abc', '1e5', '--3', '1.2.3', 'Infinity']) expect(parseNumber(text)).toBeNull();
  });
});

describe('dates', () => {
  it('count civil days across summer time', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  });
  it('know ISO weeks', () => {
    expect(weekNumber('2026-11-16')).toBe(47);
    expect(weekNumber('2027-01-03')).toBe(53);
    expect(weekNumber('2027-01-04')).toBe(1);
  });
});

it('takes initials from the first and the last word', () => {
  expect(initials('Leila Kim')).toBe('LK');
  expect(initials('Ana María de la Cruz')).toBe('AC');
  expect(number(null)).toBe('–');
});
