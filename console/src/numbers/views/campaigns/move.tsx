// A deadline moves: with its reason, recorded, and told to everybody who was told the former one.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { t } from '../../../i18n';
import { dateTime } from '../../../i18n/format';
import type { Wave } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';

// The value of a datetime-local field, in this person's zone.
export function localValue(at: string): string {
  const d = new Date(at);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function MoveDeadline({ path, wave, onClose }: { path: string; wave: Wave; onClose: () => void }) {
  const [deadline, setDeadline] = useState(localValue(wave.deadline));
  const [reason, setReason] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/deadlines`, { body: { wave: wave.ordinal, deadline: new Date(deadline).toISOString(), reason: reason.trim() } });
    if (!answer.ok) return;
    stale((p) => p.startsWith(path));
    onClose();
  }
  return (
    <Dialog title={t('move.title')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('move.title')}</h1>
        <p class="soft">{t('move.text', { wave: wave.name, now: dateTime(wave.deadline) })}</p>
        <div class="fields">
          <Field label={t('move.to')} fault={fault(problem, 'deadline')}><input type="datetime-local" required value={deadline} onInput={(e) => setDeadline(e.currentTarget.value)} /></Field>
          <Field label={t('move.reason')} hint={t('move.reason.hint')} fault={fault(problem, 'reason')}><textarea required maxLength={500} value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('wave.move')}</button></div>
      </form>
    </Dialog>
  );
}
