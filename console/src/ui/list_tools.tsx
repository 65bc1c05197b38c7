// What every list offers: views saved by name (its filters), which columns are shown, and CSV of exactly what is shown.
// Views and columns are this browser's, kept under the list's place.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { go, usePlace } from '../app/router';
import { save } from './save';

const viewsMax = 20;

function kept<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as T;
  } catch {
    return otherwise; // none yet, or not ours
  }
}

function keep(key: string, value: unknown) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing: it holds until the page is left
  }
}

// The names of hidden columns, and how to change them.
export function useHidden(list: string): [string[], (hidden: string[]) => void] {
  const [hidden, setHidden] = useState<string[]>(() => kept(`muster.columns.${list}`, []));
  return [hidden, (next) => { keep(`muster.columns.${list}`, next); setHidden(next); }];
}

function Views() {
  const place = usePlace();
  const key = `muster.views.${place.path}`;
  const [views, setViews] = useState<{ name: string; query: string }[]>(() => kept(key, []));
  const [name, setName] = useState('');
  const change = (next: typeof views) => { keep(key, next); setViews(next); };
  const save = (e: Event) => {
    e.preventDefault();
    if (name.trim()) change([...views.filter((v) => v.name !== name.trim()), { name: name.trim(), query: place.query.toString() }].slice(-viewsMax));
    setName('');
  };
  return (
    <details class="tool">
      <summary>{t('list.views')}</summary>
      <div class="pop">
        {views.length === 0 && <p class="meta">{t('list.views.none')}</p>}
        {views.map((v) => (
          <div class="row" key={v.name}>
            <button class="link" onClick={() => go(v.query ? `${place.path}?${v.query}` : place.path)}>{v.name}</button>
            <button class="link meta" aria-label={t('list.views.remove', { name: v.name })} onClick={() => change(views.filter((o) => o !== v))}>×</button>
          </div>
        ))}
        <form class="row" onSubmit={save}>
          <input value={name} maxLength={40} placeholder={t('list.views.name')} aria-label={t('list.views.name')} onInput={(e) => setName(e.currentTarget.value)} />
          <button>{t('list.views.save')}</button>
        </form>
      </div>
    </details>
  );
}

// A cell as CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in front.
export function csvCell(text: string) {
  const flat = text.replace(/\s+/g, ' ').trim();
  const safe = /^[=+\-@\t]/.test(flat) ? `'${flat}` : flat;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function download(table: HTMLTableElement, name: string) {
  const shown = (cell: Element) => !cell.classList.contains('pick') && getComputedStyle(cell).display !== 'none';
  const lines = [...table.rows].map((row) => [...row.cells].filter(shown).map((c) => csvCell(c.innerText)).join(','));
  save(new Blob(['\ufeff', lines.join('\r\n'), '\r\n'], { type: 'text/csv' }), `${name}.csv`);
}

export function ListTools({ list, columns, hidden, onHidden, table }: {
  list: string; columns: string[]; hidden: string[]; onHidden: (hidden: string[]) => void; table: () => HTMLTableElement | null;
}) {
  return (
    <div class="list-tools">
      <Views />
      <details class="tool">
        <summary>{t('list.columns')}</summary>
        <div class="pop">
          {columns.slice(1).map((c) => (
            <label class="check" key={c}>
              <input type="checkbox" checked={!hidden.includes(c)} onChange={() => onHidden(hidden.includes(c) ? hidden.filter((h) => h !== c) : [...hidden, c])} />{c}
            </label>
          ))}
        </div>
      </details>
      <button class="link" onClick={() => { const of = table(); if (of) download(of, list.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')); }}>CSV</button>
    </div>
  );
}
