// Numbers, dates and weeks for people, by locale. Figures are rounded here and nowhere else:
// half away from zero, percent to whole numbers, scores and confidence to one decimal.

export const none = '–';

let locale = 'en';
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export function setLocale(next: string): void {
  locale = next;
  numbers.clear();
  dates.clear();
}
export function currentLocale(): string {
  return locale;
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format;
}
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let format = dates.get(key);
  if (!format) dates.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

/** Rounds half away from zero at `decimals`; the tiny nudge undoes binary noise (72.5 is 72.4999…). */
export function roundHalfAway(value: number, decimals = 0): number {
  const scale = 10 ** decimals;
  const magnitude = Math.floor(Math.abs(value) * scale + 0.5 + 1e-9) / scale;
  return value < 0 && magnitude !== 0 ? -magnitude : magnitude;
}

export function percent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return none;
  return numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(
    roundHalfAway(ratio * 100) / 100,
  );
}

/** Points between two ratios, with a sign: +12, −3. */
export function points(difference: number): string {
  return numberFormat({ signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(
    roundHalfAway(difference * 100),
  );
}

export function number(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined) return none;
  return numberFormat({ maximumFractionDigits: decimals, minimumFractionDigits: 0 }).format(
    roundHalfAway(value, decimals),
  );
}

export function oneDecimal(value: number | null | undefined): string {
  if (value === null || value === undefined) return none;
  return numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(roundHalfAway(value, 1));
}

/** Confidence out of ten: 7, 7.5. */
export function confidence(value: number | null | undefined): string {
  if (value === null || value === undefined) return none;
  return numberFormat({ maximumFractionDigits: 1 }).format(roundHalfAway(value, 1));
}

const currencies: Record<string, string> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  CHF: 'CHF',
  USD: 'USD',
  EUR: 'EUR',
  GBP: 'GBP',
};

function withUnit(text: string, unit: string | null | undefined): string {
  if (!unit) return text;
  if (unit === '%') return locale.startsWith('de') ? `${text} %` : `${text}%`;
  return `${text} ${unit}`;
}

/** A metric's value with its unit: `$2.8M`, `97.3%`, `1,240 teams`; `short` uses K and M from 10,000 on. */
export function metricValue(
  value: number | null | undefined,
  unit: string | null | undefined,
  decimals = 0,
  short = false,
): string {
  if (value === null || value === undefined) return none;
  const compact = short && Math.abs(value) >= 10_000;
  const options: Intl.NumberFormatOptions = compact
    ? { notation: 'compact', maximumSignificantDigits: 3 }
    : { maximumFractionDigits: decimals, minimumFractionDigits: 0 };
  const rounded = compact ? value : roundHalfAway(value, decimals);
  const currency = unit ? currencies[unit] : undefined;
  if (currency) {
    const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    return numberFormat({ ...options, ...money }).format(rounded);
  }
  return withUnit(numberFormat(options).format(rounded), unit);
}

/** A value on an axis: with its sign ($, %), without a word that would be said at every line. */
export function axisValue(value: number, unit: string | null | undefined): string {
  const sign = unit && (unit === '%' || currencies[unit]) ? unit : null;
  return metricValue(value, sign, 4, true);
}

/** The difference of two values with its sign and unit. */
export function metricChange(change: number, unit: string | null | undefined, decimals = 0): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return sign + metricValue(Math.abs(change), unit === '%' ? null : unit, decimals);
}

/** Reads a number as people of this locale type it: `1.234,5` in German, `1,234.5` in English. */
export function parseNumber(text: string): number | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const group = parts.find((part) => part.type === 'group')?.value ?? ',';
  const decimal = parts.find((part) => part.type === 'decimal')?.value ?? '.';
  let plain = text
    .trim()
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/−/g, '-');
  if (plain === '') return null;
  if (group === '.' && !plain.includes(',') && /^-?\d+\.\d{1,2}$/.test(plain)) return Number(plain);
  plain = plain.split(group).join('').replace(decimal, '.');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A number as a person would type it into a field, without groups. */
export function editable(value: number | null | undefined, decimals = 6): string {
  if (value === null || value === undefined) return '';
  return numberFormat({ useGrouping: false, maximumFractionDigits: Math.max(decimals, 6) }).format(value);
}

const day_ms = 86_400_000;

/** A civil date (2026-11-22) as the UTC instant of its midnight; only ever used with UTC formats. */
export function civil(date: string): Date {
  return new Date(`${date.slice(0, 10)}T00:00:00Z`);
}
export function addDays(date: string, days: number): string {
  return new Date(civil(date).getTime() + days * day_ms).toISOString().slice(0, 10);
}
export function daysBetween(from: string, to: string): number {
  return Math.round((civil(to).getTime() - civil(from).getTime()) / day_ms);
}
/** Days since 1970 (the tree's columns) as a civil date. */
export function fromDayNumber(days: number): string {
  return new Date(days * day_ms).toISOString().slice(0, 10);
}

export function date(value: string | null | undefined): string {
  if (!value) return none;
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    civil(value),
  );
}
export function shortDate(value: string | null | undefined): string {
  if (!value) return none;
  return dateFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(civil(value));
}
export function weekday(isoDay: number, style: 'long' | 'short' = 'long'): string {
  return dateFormat({ weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, isoDay)));
}
export function longDate(value: string): string {
  return dateFormat({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(civil(value));
}
export function dateTime(instant: string | null | undefined): string {
  if (!instant) return none;
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}
export function time(instant: string): string {
  return dateFormat({ timeStyle: 'short' }).format(new Date(instant));
}
export function dateRange(from: string, to: string): string {
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(
    civil(from),
    civil(to),
  );
}

// How far the organisation's day stands from this machine's: a demo company lives on a date of its own.
let offset_ms = 0;
export function setToday(today: string): void {
  const here = new Date();
  offset_ms = civil(today).getTime() - Date.UTC(here.getFullYear(), here.getMonth(), here.getDate());
}
export function now(): number {
  return Date.now() + offset_ms;
}

let relative: { locale: string; format: Intl.RelativeTimeFormat } | null = null;
function relativeFormat(): Intl.RelativeTimeFormat {
  if (relative?.locale !== locale)
    relative = { locale, format: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }) };
  return relative.format;
}

/** "5 days ago" counted in civil days. */
export function daysAgo(value: string, today: string): string {
  const days = daysBetween(today, value);
  if (Math.abs(days) < 14) return relativeFormat().format(days, 'day');
  if (Math.abs(days) < 70) return relativeFormat().format(Math.round(days / 7), 'week');
  return relativeFormat().format(Math.round(days / 30), 'month');
}

/** "3 min ago", "yesterday" for an instant. */
export function ago(instant: string, at = now()): string {
  const seconds = Math.round((new Date(instant).getTime() - at) / 1000);
  if (Math.abs(seconds) < 45) return relativeFormat().format(0, 'second');
  if (Math.abs(seconds) < 3600) return relativeFormat().format(Math.round(seconds / 60), 'minute');
  const sameDay = new Date(instant).toDateString() === new Date(at).toDateString();
  if (Math.abs(seconds) < 86_400 && Math.abs(seconds) > 6 * 3600 && sameDay) return time(instant);
  if (Math.abs(seconds) < 86_400) return relativeFormat().format(Math.round(seconds / 3600), 'hour');
  const days = Math.round(seconds / 86_400);
  if (Math.abs(days) < 14) return relativeFormat().format(days, 'day');
  if (Math.abs(days) < 70) return relativeFormat().format(Math.round(days / 7), 'week');
  return relativeFormat().format(Math.round(days / 30), 'month');
}

/** ISO week number, the way calendars print it. */
export function weekNumber(value: string): number {
  const day = civil(value);
  const weekdayOf = (day.getUTCDay() + 6) % 7;
  const thursday = new Date(day.getTime() + (3 - weekdayOf) * day_ms);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 4);
  return (
    1 + Math.round(((thursday.getTime() - first) / day_ms - 3 + ((new Date(first).getUTCDay() + 6) % 7)) / 7)
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A stable hue for a name, so that a person keeps their colour. */
export function hueOf(text: string): number {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
  return hash % 12;
}
