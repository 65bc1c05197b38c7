// Reading what is personal: one person, chosen fields, a stated purpose. What is read stands on the page alone, is kept
// nowhere, and is gone when the page is left.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Reading } from '../../types';
import { Facts, Group } from '../../../ui/page';
import { useAsking } from '../../../ui/form';
import { Problem } from '../../../ui/problem';
import { PurposeField } from '../../ui/purpose';

export function ReadPerson({ holder, fields, purpose: first = '' }: { holder: string; fields: string[]; purpose?: string }) {
  const [purpose, setPurpose] = useState(first);
  const [chosen, setChosen] = useState(new Set(fields.slice(0, 2)));
  const [read, setRead] = useState<Reading | null>(null);
  const { busy, problem, ask } = useAsking();
  const toggle = (field: string) => {
    const next = new Set(chosen);
    if (!next.delete(field)) next.add(field);
    setChosen(next);
  };
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Reading>(`/holders/${holder}/readings`, { body: { purpose, fields: fields.filter((f) => chosen.has(f)) } });
    setRead(answer.data ?? null);
    if (answer.ok) stale((p) => p === `/holders/${holder}`);
  }
  return (
    <Group title={t('read.title')}>
      <p class="tell wait">{t('read.told')}</p>
      <form class="fields" onSubmit={(e) => void send(e)}>
        <div class="filters" role="group" aria-label={t('read.fields')}>
          {fields.map((f) => <button type="button" class="chip" key={f} aria-pressed={chosen.has(f)} onClick={() => toggle(f)}>{word('field', f)}</button>)}
        </div>
        <PurposeField value={purpose} onChange={setPurpose} />
        <Problem problem={problem} />
        <div><button disabled={busy || chosen.size === 0}>{t('read.act')}</button></div>
      </form>
      {read && (
        <div class="panel" role="status">
          <Facts of={fields.filter((f) => f in read.fields).map((f): [string, string] => [word('field', f), read.fields[f]!])} />
          <p class="meta">{t('read.done', { purpose: word('purpose', read.purpose) })} <button class="link" onClick={() => setRead(null)}>{t('read.hide')}</button></p>
        </div>
      )}
    </Group>
  );
}
