// Words in two languages. English is in the first load, Chinese comes when it is asked for. Same keys: test/i18n.test.ts.
import { en, type Key } from './en';
import { setRequestLanguage } from '../api/client';

export type Language = 'en' | 'zh';
export type Words = Record<Key, string>;

let words: Words = en;
let current: Language = 'en';
const listeners = new Set<() => void>();

export const language = (): Language => current;

export async function setLanguage(to: Language): Promise<void> {
  words = to === 'zh' ? (await import('./zh')).zh : en;
  current = to;
  setRequestLanguage(to);
  document.documentElement.lang = to === 'zh' ? 'zh-Hans' : 'en';
  document.cookie = `muster_language=${to}; path=/; max-age=31536000; samesite=strict`;
  localStorage.setItem('muster.language', to);
  listeners.forEach((f) => f());
}

export function onLanguage(f: () => void): () => void {
  listeners.add(f);
  return () => void listeners.delete(f);
}

export function firstLanguage(): Language {
  const kept = localStorage.getItem('muster.language');
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

// t('case.left', { n: 3 }): {n} in the words is filled in.
export function t(key: Key, fill?: Record<string, string | number>): string {
  let text: string = words[key];
  if (fill) for (const [name, value] of Object.entries(fill)) text = text.replaceAll(`{${name}}`, String(value));
  return text;
}

// A word of the domain (states, grounds, roles …) as the server names it; what the dictionary lacks is shown as it is.
export function word(group: string, name: string): string {
  const found = (words as Record<string, string>)[`${group}.${name}`];
  return found ?? name.replaceAll('_', ' ');
}

export const hasWord = (group: string, name: string): boolean => `${group}.${name}` in words;
