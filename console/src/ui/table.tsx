// A list: rows of 32 px, sticky head, filters in the URL, pages by key. Old rows stay, dimmed, while new ones come.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { useResource } from '../api/resource';
import { t } from '../i18n';
import { number } from '../i18n/format';
import { go, usePlace, withQuery } from '../app/router';
import type { List, Problem as ProblemData } from '../api/types';
import { ListTools, useHidden } from './list_tools';
import { Loading, Problem } from './problem';

export interface Column<T> {
  name: string;
  cell: (row: T) => ComponentChildren;
  class?: string;
}

interface Shape<T> {
  path: string;              // without `after`; filters in it
  columns: Column<T>[];
  id: (row: T) => string;
  open?: (row: T) => string; // where a row leads
  empty: ComponentChildren;
  selected?: Set<string>;
  onSelect?: (ids: Set<string>) => void;
  onRows?: (rows: T[]) => void;
}

export function Table<T>({ path, columns, id, open, empty, selected, onSelect, onRows }: Shape<T>) {
  const first = useResource<List<T>>(path);
  const [more, setMore] = useState<{ items: T[]; next: string | null; of: string } | null>(null);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  const place = path.split('?')[0]!;
  const list = place.replace(/[0-9a-f-]{36}/, 'one');
  const [hidden, setHidden] = useHidden(list);
  const table = useRef<HTMLTableElement>(null);
  // Another filter of the same list keeps the old rows; those of another list would lead to what isn't there.
  const last = useRef<{ of: string; rows: List<T> } | null>(null);
  if (first.data) last.current = { of: place, rows: first.data };
  const shown = last.current?.of === place ? last.current.rows : null;
  const extra = more && more.of === path ? more : null;
  const rows = shown ? (extra ? [...shown.items, ...extra.items] : shown.items) : [];
  const next = extra ? extra.next : (shown?.next ?? null);
  useEffect(() => onRows?.(rows), [rows.length, shown]);

  async function loadMore() {
    const answer = await ask<List<T>>(`${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(next!)}`);
    setFailed(answer.problem ?? null);
    if (answer.ok && answer.data) setMore({ items: [...(extra?.items ?? []), ...answer.data.items], next: answer.data.next, of: path });
  }

  if (!shown && first.problem) return <Problem problem={first.problem} retry={() => void first.reload()} />;
  if (!shown) return <Loading />;
  if (rows.length === 0 && !first.loading) return <div class="empty">{empty}</div>;
  const visible = columns.filter((c, i) => i === 0 || !hidden.includes(c.name));
  const toggle = (key: string) => {
    const changed = new Set(selected);
    if (!changed.delete(key)) changed.add(key);
    onSelect!(changed);
  };
  return (
    <>
      {first.problem && <Problem problem={first.problem} retry={() => void first.reload()} />}
      <ListTools list={list} columns={columns.map((c) => c.name)} hidden={hidden} onHidden={setHidden} table={() => table.current} />
      <div class={first.loading ? 'table-box dim' : 'table-box'} tabIndex={0} role="region" aria-label={t('list.region')}>
        <table ref={table}>
          <thead>
            <tr>
              {onSelect && <th class="pick"><span class="visually-hidden">{t('list.select')}</span></th>}
              {visible.map((c) => <th class={c.class} key={c.name} scope="col">{c.name}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = id(row);
              return (
                <tr key={key} aria-selected={selected?.has(key) ? 'true' : undefined} onDblClick={open && (() => go(open(row)))}>
                  {onSelect && <td class="pick"><input type="checkbox" aria-label={key} checked={selected?.has(key) ?? false} onChange={() => toggle(key)} /></td>}
                  {visible.map((c) => <td class={c.class} key={c.name}>{c.cell(row)}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="more">
        {next && <button onClick={() => void loadMore()}>{t('list.more')}</button>}
        <span class="meta num">{next ? t('list.shown', { n: number(rows.length) }) : t('list.all', { n: number(rows.length) })}</span>
      </div>
      <Problem problem={failed} />
    </>
  );
}

// Chips that live in the URL; one at a time.
export function Chips({ name, options, label }: { name: string; options: { value: string; text: string; count?: number | undefined }[]; label: string }) {
  const { query } = usePlace();
  const on = query.get(name);
  return (
    <div class="filters-group" role="group" aria-label={label}>
      {options.map((o) => (
        <>
          <button class="chip" key={o.value} aria-pressed={on === o.value} onClick={() => go(withQuery({ [name]: on === o.value ? null : o.value }), true)}>
            {o.text}
            {o.count !== undefined && <span class="num">{number(o.count)}</span>}
          </button>{' '}
        </>
      ))}
    </div>
  );
}

// Search as one types, kept in the URL.
export function SearchField({ label, name = 'q' }: { label: string; name?: string }) {
  const { query } = usePlace();
  const inUrl = query.get(name) ?? '';
  const [text, setText] = useState(inUrl);
  useEffect(() => setText(inUrl), [inUrl]);
  useEffect(() => {
    if (text === inUrl) return;
    const timer = setTimeout(() => go(withQuery({ [name]: text.trim() || null }), true), 200);
    return () => clearTimeout(timer);
  }, [text]);
  return <input type="search" value={text} placeholder={label} aria-label={label} onInput={(e) => setText(e.currentTarget.value)} />;
}
