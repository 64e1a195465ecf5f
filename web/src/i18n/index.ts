// The catalogue in force and `t`, which every visible string goes through. English is part of
// the first load; another language is fetched when it is wanted.
import { setLocale } from '../core/format';
import { formatMessage, type Values } from '../core/messages';
import { en } from './en';

export type MessageKey = keyof typeof en;
export type Catalogue = Record<MessageKey, string>;

export const languages: { code: string; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
];

let code = 'en';
let catalogue: Catalogue = en as Catalogue;
let version = 0;
const listeners = new Set<() => void>();

export function language(): string {
  return code;
}
/** Grows with each change of language; the app is drawn anew when it does. */
export function languageVersion(): number {
  return version;
}
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The browser's regional form of a language (en-GB, de-CH), for dates and numbers. */
function regional(wanted: string): string {
  const own = navigator.languages.find((one) => one === wanted || one.startsWith(wanted + '-'));
  return own ?? (wanted === 'en' ? 'en-GB' : wanted);
}

export async function setLanguage(wanted: string): Promise<void> {
  const next = languages.some((one) => one.code === wanted) ? wanted : 'en';
  catalogue = next === 'de' ? (await import('./de')).de : (en as Catalogue);
  code = next;
  version++;
  setLocale(regional(next));
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** The language to start with: the saved one, else the browser's first that we speak. */
export function firstLanguage(): string {
  const root = document.documentElement.lang;
  const wanted = root && root !== 'en' ? [root] : [...navigator.languages];
  try {
    const own = localStorage.getItem('cairn.language');
    if (own) return own;
  } catch {
    // storage is switched off
  }
  for (const one of wanted) {
    const found = languages.find((known) => one === known.code || one.startsWith(known.code + '-'));
    if (found) return found.code;
  }
  return 'en';
}

export function t(key: MessageKey, values: Values = {}): string {
  return formatMessage(catalogue[key] ?? key, values, code);
}

/** For keys made of words the server sends (status, kind, field); falls back to the word itself. */
export function word(prefix: string, name: string | null | undefined): string {
  if (!name) return '';
  const found = (catalogue as Record<string, string>)[`${prefix}.${name}`];
  return found === undefined ? name.replaceAll('_', ' ') : found;
}

/** Like `word`, with values; null when the catalogue has no such key. */
export function maybe(key: string, values: Values = {}): string | null {
  const found = (catalogue as Record<string, string>)[key];
  return found === undefined ? null : formatMessage(found, values, code);
}
