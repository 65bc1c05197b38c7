// A mapping of somebody's columns to ours, kept under a name: lines of "ours = theirs".
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale } from '../../../api/resource';
import { t } from '../../../i18n';
import type { FilingMapping, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Problem } from '../../../ui/problem';

export function columnsOf(text: string): Record<string, string> {
  const columns: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) columns[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return columns;
}

export function SaveMapping({ onSaved }: { onSaved: (name: string) => void }) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function save() {
    const answer = await ask<FilingMapping>(`/filing-mappings/${encodeURIComponent(name.trim())}`, { method: 'PUT', body: { columns: columnsOf(text) } });
    setProblem(answer.problem ?? null);
    if (!answer.data) return;
    stale((p) => p.startsWith('/filing-mappings'));
    onSaved(answer.data.name);
  }
  return (
    <details>
      <summary>{t('mapping.new')}</summary>
      <Field label={t('mapping.name')}><input value={name} maxLength={60} onInput={(e) => setName(e.currentTarget.value)} /></Field>
      <Field label={t('mapping.columns')} hint={t('mapping.columns.hint')}><textarea value={text} placeholder={'domains = Sites\nregion = Province'} onInput={(e) => setText(e.currentTarget.value)} /></Field>
      <Problem problem={problem} />
      <button disabled={!name.trim() || !text.includes('=')} onClick={() => void save()}>{t('mapping.save')}</button>
    </details>
  );
}
