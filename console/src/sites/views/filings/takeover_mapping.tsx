// A mapping of another system's columns, TOML kept by name; each saving is a new version.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import type { Problem as ProblemData } from '../../types';
import type { TakeoverMapping } from '../../types_takeover';
import { Field } from '../../../ui/form';
import { Problem } from '../../../ui/problem';

// What docs/formats.md describes; the words on the right are the other system's.
export const example = `system = "Old register"
law = "Act 5, art. 9"
reverify = true

[source]
separator = ";"
# table = "sites"

[columns]
site_number = "no"
domains = "hosts"
subject_name = "owner"
state = "status"

[constants]
region = "CN-35"

[values.state]
"1" = "filed"
"9" = "cancelled"
`;

export function EditMapping({ of, onSaved }: { of: string; onSaved: (name: string) => void }) {
  const kept = useResource<TakeoverMapping>(of ? `/takeovers/mappings/${encodeURIComponent(of)}` : null).data;
  const [name, setName] = useState('');
  const [text, setText] = useState(example);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [saved, setSaved] = useState<TakeoverMapping | null>(null);
  useEffect(() => {
    if (!kept || kept.name !== of) return;
    setName(kept.name);
    setText(kept.text ?? '');
  }, [kept?.name, kept?.version, of]);
  async function save() {
    const body = new Blob([text.replaceAll('\r\n', '\n')]);
    const answer = await ask<TakeoverMapping>(`/takeovers/mappings/${encodeURIComponent(name.trim())}`, { method: 'PUT', body, contentType: 'application/toml' });
    setProblem(answer.problem ?? null);
    setSaved(answer.data ?? null);
    if (!answer.data) return;
    stale((p) => p.startsWith('/takeovers/mappings'));
    onSaved(answer.data.name);
  }
  return (
    <details>
      <summary>{of ? t('takeover.mapping.change') : t('takeover.mapping.new')}</summary>
      <div class="fields">
        <Field label={t('takeover.mapping.name')}><input value={name} maxLength={60} onInput={(e) => setName(e.currentTarget.value)} /></Field>
        <Field label={t('takeover.mapping.text')} hint={t('takeover.mapping.text.hint')}><textarea class="mono" rows={18} spellcheck={false} value={text} onInput={(e) => setText(e.currentTarget.value)} /></Field>
      </div>
      <Problem problem={problem} />
      {saved && <p class="tell good" role="status">{t('takeover.mapping.saved', { name: saved.name, version: saved.version })}</p>}
      <div class="filters">
        <button type="button" disabled={!name.trim() || !text.trim()} onClick={() => void save()}>{t('takeover.mapping.save')}</button>
        {text !== example && <button type="button" onClick={() => setText(example)}>{t('takeover.mapping.example')}</button>}
      </div>
    </details>
  );
}
