import { describe, expect, it } from 'vitest';
import { de } from '../i18n/de';
import { en } from '../i18n/en';
import { formatMessage } from './messages';

describe('messages', () => {
  it('fill in arguments', () => {
    expect(formatMessage('{who} wrote {what}', { who: 'Ada', what: 'a note' }, 'en')).toBe(
      'Ada wrote a note',
    );
    expect(formatMessage('{n, number} rows', { n: 12345 }, 'en')).toBe('12,345 rows');
  });
  it('choose plurals, exact numbers first', () => {
    const text = '{count, plural, =0 {none} one {# row} other {# rows}}';
    expect([0, 1, 2].map((count) => formatMessage(text, { count }, 'en'))).toEqual([
      'none',
      '1 row',
      '2 rows',
    ]);
  });
  it('choose among words and nest', () => {
    const text = '{x, select, a {{count, plural, one {an a} other {# a}}} other {else {y}}}';
    expect(formatMessage(text, { x: 'a', count: 3 }, 'en')).toBe('3 a');
    expect(formatMessage(text, { x: 'b', y: 7 }, 'en')).toBe('else 7');
  });
  it('leave out what is not given', () => {
    expect(formatMessage('a{b}c', {}, 'en')).toBe('ac');
  });
});

describe('catalogues', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1]).sort();

  it('have the same keys in every language', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  });
  it('use the same placeholders in every language', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, [...new Set(placeholders(de[key]))]]).toEqual([key, [...new Set(placeholders(en[key]))]]);
  });
  it('can all be read', () => {
    for (const catalogue of [en, de])
      for (const text of Object.values(catalogue))
        expect(() => formatMessage(text, { count: 2 }, 'en')).not.toThrow();
  });
});
