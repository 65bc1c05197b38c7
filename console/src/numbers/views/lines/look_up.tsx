// Whose is this number? Asked in a request's body and never in an address; the question and its purpose are in the ledger
// whether or not there is an answer.
import { useState } from 'preact/hooks';
import { go } from '../../../app/router';
import { t } from '../../../i18n';
import type { LookUp as Found } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { PurposeField } from '../../ui/purpose';

export function LookUp() {
  const [number, setNumber] = useState('');
  const [purpose, setPurpose] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Found>('/lines/look-up', { body: { msisdn: number.trim(), purpose } });
    if (answer.data) go(`/lines/${answer.data.line.id}`);
  }
  return (
    <Group title={t('look.title')}>
      <form class="fields look-up" onSubmit={(e) => void send(e)}>
        <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input type="tel" required autocomplete="off" inputMode="tel" placeholder="+86 199 0000 0000" value={number} onInput={(e) => setNumber(e.currentTarget.value)} /></Field>
        <PurposeField value={purpose} onChange={setPurpose} />
        <button class="primary" disabled={busy}>{t('look.act')}</button>
      </form>
      <p class="meta">{t('look.told')}</p>
      <Problem problem={problem} />
    </Group>
  );
}
