// What is personal, read for a stated purpose: it stands on the page until it is hidden or the page is left, and is kept
// nowhere. The reading is in the ledger.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t, word } from '../../i18n';
import { Group } from '../../ui/page';
import { useAsking } from '../../ui/form';
import { Problem } from '../../ui/problem';
import { PurposeField } from './purpose';

export function ReadOnce<T>({ title, path, text, act, purpose: first = '', show, onRead }: { title: string; path: string; text?: string; act: string; purpose?: string; show: (read: T) => ComponentChildren; onRead?: () => void }) {
  const [purpose, setPurpose] = useState(first);
  const [read, setRead] = useState<{ of: T; purpose: string } | null>(null);
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<T>(path, { body: { purpose } });
    setRead(answer.data ? { of: answer.data, purpose } : null);
    if (answer.ok) onRead?.();
  }
  return (
    <Group title={title}>
      {read ? (
        <div class="panel" role="status">
          {show(read.of)}
          <p class="meta">{t('read.done', { purpose: word('purpose', read.purpose) })} <button class="link" onClick={() => setRead(null)}>{t('read.hide')}</button></p>
        </div>
      ) : (
        <form class="fields" onSubmit={(e) => void send(e)}>
          <p class="tell wait">{text ?? t('read.told')}</p>
          <PurposeField value={purpose} onChange={setPurpose} />
          <Problem problem={problem} />
          <div><button disabled={busy}>{act}</button></div>
        </form>
      )}
    </Group>
  );
}
