// What the questions share: one question a page, its faults above and beside, one green button.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t, told } from '../words';
import type { Wrong } from '../draft';

export function Errors({ wrong, otherwise = {} }: { wrong: Wrong; otherwise?: Record<string, string> }) {
  const box = useRef<HTMLDivElement>(null);
  const list = Object.entries(wrong);
  useEffect(() => { if (list.length) box.current?.focus(); }, [JSON.stringify(wrong)]);
  if (list.length === 0) return null;
  return (
    <div class="errors" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('error.title')}</h2>
      <ul>{list.map(([field, code]) => <li key={field}><a href={'#f-' + field} onClick={(e) => { e.preventDefault(); document.getElementById('f-' + field)?.focus(); }}>{told('field', field)}: {told('fault', code, otherwise[code])}</a></li>)}</ul>
    </div>
  );
}

export function Question({ title, text, children }: { title: string; text?: string | undefined; children: ComponentChildren }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
    head.current?.focus();
    scrollTo(0, 0);
  }, [title]);
  return <><h1 tabIndex={-1} ref={head}>{title}</h1>{text && <p class="lead">{text}</p>}{children}</>;
}

interface TextOf {
  name: string; label: string; hint?: string | undefined; value: string; fault?: string | undefined; note?: string | undefined; onInput: (value: string) => void;
  inputMode?: 'numeric' | 'text'; capital?: boolean; rows?: number; width?: string; complete?: string;
}
export function Text({ name, label, hint, value, fault, note, onInput, inputMode = 'text', capital, rows, width, complete = 'off' }: TextOf) {
  const about = [hint && `h-${name}`, fault && `e-${name}`, note && `n-${name}`].filter(Boolean).join(' ') || undefined;
  const shared = { id: 'f-' + name, name, value, autocomplete: complete, spellcheck: false, 'aria-describedby': about, 'aria-invalid': fault ? true : undefined, autocapitalize: capital ? 'characters' : 'off' } as const;
  return (
    <div class={'ask' + (fault ? ' wrong' : '')}>
      <label for={'f-' + name}>{label}</label>
      {hint && <p class="hint" id={'h-' + name}>{hint}</p>}
      {fault && <p class="fault" id={'e-' + name}>{told('fault', fault)}</p>}
      {rows
        ? <textarea {...shared} rows={rows} class={capital ? 'mono' : ''} onInput={(e) => onInput(e.currentTarget.value)} />
        : <input {...shared} type="text" inputMode={inputMode} style={width ? { maxWidth: width } : undefined} onInput={(e) => onInput(e.currentTarget.value)} />}
      {note && <p class="note" id={'n-' + name} role="status">{note}</p>}
    </div>
  );
}

export function Choice({ name, of, value, fault, legend, onChange }: { name: string; of: [string, string][]; value: string; fault?: string | undefined; legend: string; onChange: (value: string) => void }) {
  return (
    <fieldset class={'ask' + (fault ? ' wrong' : '')} aria-describedby={fault ? 'e-' + name : undefined}>
      <legend class="unseen">{legend}</legend>
      {fault && <p class="fault" id={'e-' + name}>{told('fault', fault)}</p>}
      {of.map(([v, words], i) => (
        <label class="radio" key={v}>
          <input type="radio" name={name} id={i === 0 ? 'f-' + name : undefined} value={v} checked={value === v} onChange={() => onChange(v)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
