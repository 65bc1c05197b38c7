// Where we are. Every view has a URL; back works; filters live in the query. Same-origin links are taken over here.
import { useLayoutEffect, useState } from 'preact/hooks';
import { listeners } from '../ui/listeners';
import { house } from './house';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const moved = listeners();

export function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  moved.tell();
  if (!replace) document.querySelector('main')?.scrollTo(0, 0);
}

// The same path with some of the query changed; null removes.
export function withQuery(changes: Record<string, string | string[] | null>): string {
  const { path, query } = here();
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    if (Array.isArray(value)) value.forEach((v) => query.append(name, v));
    else if (value !== null && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export function usePlace(): Place {
  const [place, set] = useState(here());
  useLayoutEffect(() => moved.add(() => set(here())), []);
  return place;
}

// Does `path` fit "/cases/:id"? Gives the parts.
export function match(pattern: string, path: string): Record<string, string> | null {
  const a = pattern.split('/');
  const b = path.replace(/\/+$/, '').split('/');
  if (a.length !== b.length && !(a.length === 2 && a[1] === '' && b.length === 1)) return null;
  const found: Record<string, string> = {};
  for (let i = 0; i < a.length; i++) {
    const want = a[i]!;
    const have = b[i] ?? '';
    if (want.startsWith(':')) found[want.slice(1)] = decodeURIComponent(have);
    else if (want !== have) return null;
  }
  return found;
}

export function startRouter(): void {
  addEventListener('popstate', moved.tell);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (house().served.some((p) => link.pathname === p || link.pathname.startsWith(p + '/'))) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
