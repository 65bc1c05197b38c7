// What was read from the API, kept while it is looked at: old data stays (dimmed) while new data comes; changes heard
// on the live stream mark what they touch as stale and load it again.
import { useEffect, useState } from 'preact/hooks';
import { ask } from './client';
import type { Problem } from './types';

export interface Seen<T> {
  data?: T;
  etag?: string;
  problem?: Problem;
  loading: boolean;
}

interface Kept {
  seen: Seen<unknown>;
  watchers: Set<() => void>;
  running?: Promise<void> | undefined;
  again: boolean;
}

const kept = new Map<string, Kept>();

function keep(path: string): Kept {
  let k = kept.get(path);
  if (!k) {
    k = { seen: { loading: true }, watchers: new Set(), again: false };
    kept.set(path, k);
  }
  return k;
}

function load(path: string, k: Kept): Promise<void> {
  if (k.running) {
    k.again = true;
    return k.running;
  }
  k.seen = { ...k.seen, loading: true };
  k.watchers.forEach((f) => f());
  k.running = ask<unknown>(path).then((answer) => {
    k.running = undefined;
    if (answer.ok) k.seen = { data: answer.data, loading: false, ...(answer.etag ? { etag: answer.etag } : {}) };
    // What is there no more is not shown any longer either; where the server can't answer, the old data stays.
    else k.seen = { ...(answer.status === 404 ? {} : k.seen), loading: false, problem: answer.problem ?? { status: 0, code: 'no_connection', title: '', detail: '' } };
    if (k.again) {
      k.again = false;
      void load(path, k);
    }
    k.watchers.forEach((f) => f());
  });
  return k.running;
}

export function useResource<T>(path: string | null): Seen<T> & { reload: () => Promise<void> } {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (path === null) return;
    const k = keep(path);
    const f = () => redraw((n) => n + 1);
    k.watchers.add(f);
    void load(path, k);
    return () => {
      k.watchers.delete(f);
      if (k.watchers.size === 0 && kept.size > 60) kept.delete(path);
    };
  }, [path]);
  if (path === null) return { loading: false, reload: async () => {} };
  const k = keep(path);
  return { ...(k.seen as Seen<T>), reload: () => load(path, k) };
}

// After an action: the answer is the whole record; put it where the page reads it.
export function put(path: string, data: unknown, etag?: string): void {
  const k = keep(path);
  k.seen = { data, loading: false, ...(etag ? { etag } : {}) };
  k.watchers.forEach((f) => f());
}

// Loads again whatever is on the screen and fits; forgets the rest.
export function stale(fits: (path: string) => boolean): void {
  for (const [path, k] of kept) {
    if (!fits(path)) continue;
    if (k.watchers.size > 0) void load(path, k);
    else kept.delete(path);
  }
}

export function forgetAll(): void {
  kept.clear();
}
