// Words of the point of sale in two languages; both are small and needed without a network, so that both come at once.
import { listeners } from '../../ui/listeners';
import { en } from './en';
import { zh } from './zh';

export type Language = 'en' | 'zh';
export type Key = keyof typeof en;
const all: Record<Language, Record<string, string>> = { en, zh };
let current: Language = 'en';
const { tell, useTold } = listeners();

export const language = (): Language => current;
export function setLanguage(to: Language): void {
  current = to;
  document.documentElement.lang = to === 'zh' ? 'zh-Hans' : 'en';
  localStorage.setItem('muster.language', to);
  tell();
}
export function firstLanguage(): Language {
  const kept = localStorage.getItem('muster.language');
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
export function useLanguage(): Language {
  useTold();
  return current;
}

export function t(key: Key, fill?: Record<string, string | number>): string {
  let text: string = all[current][key] ?? key;
  if (fill) for (const [name, value] of Object.entries(fill)) text = text.replaceAll(`{${name}}`, String(value));
  return text;
}
// Words for a code that rules or the register give; what the dictionary lacks is said as the register says it.
export const told = (group: 'fault' | 'kind' | 'category' | 'field', code: string, otherwise = ''): string => all[current][`${group}.${code}`] ?? (otherwise || code.replaceAll('_', ' '));
