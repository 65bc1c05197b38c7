// Words in two languages. Which words there are says the house (app/house.ts): English is in the first load, Chinese comes
// when it is asked for. Same keys in both: test/i18n.test.ts.
import type { en as numbers } from '../numbers/i18n/en';
import type { en as sites } from '../sites/i18n/en';
import { setRequestLanguage } from '../api/client';
import { listeners } from '../ui/listeners';

export type Language = 'en' | 'zh';
export type Key = keyof typeof sites | keyof typeof numbers;
export interface Dictionary {
  en: Record<string, string>;
  zh: () => Promise<Record<string, string>>;
}

let dictionary: Dictionary = { en: {}, zh: async () => ({}) };
let words: Record<string, string> = {};
let current: Language = 'en';
const told = listeners();

export const language = (): Language => current;

// Once, before the first word is said.
export function speak(of: Dictionary): void {
  dictionary = of;
  words = of.en;
}

export async function setLanguage(to: Language): Promise<void> {
  // The wish first: the words may come too late for this page.
  document.cookie = `muster_language=${to}; path=/; max-age=31536000; samesite=strict`;
  localStorage.setItem('muster.language', to);
  words = to === 'zh' ? await dictionary.zh() : dictionary.en;
  current = to;
  setRequestLanguage(to);
  document.documentElement.lang = to === 'zh' ? 'zh-Hans' : 'en';
  told.tell();
}

export const useLanguageTold = told.useTold;

export function firstLanguage(): Language {
  const kept = localStorage.getItem('muster.language');
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

// t('case.left', { n: 3 }): {n} in the words is filled in.
export function t(key: Key, fill?: Record<string, string | number>): string {
  let text: string = words[key] ?? key;
  if (fill) for (const [name, value] of Object.entries(fill)) text = text.replaceAll(`{${name}}`, String(value));
  return text;
}

// A word of the domain (states, grounds, roles …) as the server names it; what the dictionary lacks is shown as it is.
export function word(group: string, name: string): string {
  return words[`${group}.${name}`] ?? name.replaceAll('_', ' ');
}

export const hasWord = (group: string, name: string): boolean => `${group}.${name}` in words;
