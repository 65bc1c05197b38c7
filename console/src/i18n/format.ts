// Numbers with separators, local dates with the zone on hover, time left.
import { language, t } from './index';

const locale = (): string => (language() === 'zh' ? 'zh-CN' : 'en-GB');

export const number = (n: number): string => n.toLocaleString(locale());

export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  if (n < 1_000_000) return `${(n / 1000).toLocaleString(locale(), { maximumFractionDigits: 1 })} kB`;
  return `${(n / 1_000_000).toLocaleString(locale(), { maximumFractionDigits: 1 })} MB`;
}

export function date(text: string): string {
  return new Date(text).toLocaleDateString(locale(), { day: 'numeric', month: 'short', year: 'numeric' });
}

export function dateTime(text: string): string {
  const d = new Date(text);
  const sameYear = d.getFullYear() === new Date().getFullYear();
  return d.toLocaleString(locale(), { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }), hour: '2-digit', minute: '2-digit' });
}

export function exact(text: string): string {
  const d = new Date(text);
  return `${d.toLocaleString(locale(), { dateStyle: 'full', timeStyle: 'long' })} · ${d.toISOString()}`;
}

// "3 h", "2 days": coarse on purpose; the exact time stands on hover.
export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return t('time.moment');
  if (minutes < 60) return t('time.minutes', { n: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return t('time.hours', { n: hours });
  return t('time.days', { n: Math.round(hours / 24) });
}

export function left(due: string, now = Date.now()): { text: string; late: boolean; soon: boolean } {
  const ms = new Date(due).getTime() - now;
  return { text: ms < 0 ? t('time.late', { span: span(ms) }) : t('time.left', { span: span(ms) }), late: ms < 0, soon: ms >= 0 && ms < 4 * 3_600_000 };
}

export const ago = (text: string, now = Date.now()): string => t('time.ago', { span: span(now - new Date(text).getTime()) });
