// A line is to pass on: its holder shows a document, the receiver is captured as in a registration. What is typed goes in
// the request's body alone.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { Problem as ProblemData, Transfer } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { documentKinds } from '../persons/find';

type Doc = Record<string, string>;
const person = ['category', 'name', 'birth_date', 'address'];

function DocumentFields({ prefix, problem }: { prefix: string; problem: ProblemData | null }) {
  const name = (field: string) => `${prefix}.${field}`;
  const wrong = (field: string) => fault(problem, name(field)) ?? fault(problem, field);
  return (
    <div class="two">
      <Field label={t('find.kind')} fault={wrong('document_kind')}><select name={name('document_kind')}>{documentKinds.map((k) => <option value={k} key={k}>{word('document', k)}</option>)}</select></Field>
      <Field label={t('find.country')} hint={t('find.country.hint')} fault={wrong('document_country')}><input name={name('document_country')} required maxLength={3} autocomplete="off" /></Field>
      <Field label={t('find.number')} fault={wrong('document_number')}><input name={name('document_number')} required maxLength={64} autocomplete="off" /></Field>
      <Field label={t('find.expires')} fault={wrong('document_expires_on')}><input name={name('document_expires_on')} type="date" /></Field>
    </div>
  );
}

export function AskTransfer({ onClose }: { onClose: () => void }) {
  const [key] = useState(() => crypto.randomUUID());  // sent once more with the same content: the same transfer
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const giver: Doc = {}, receiver: Doc = {};
    for (const [field, value] of new FormData(e.currentTarget as HTMLFormElement)) {
      if (value === '') continue;
      const [side, name] = field.split('.') as [string, string];
      (side === 'giver' ? giver : receiver)[name] = String(value).trim();
    }
    const answer = await ask<Transfer>('/transfers', { body: { giver, receiver }, key });
    if (!answer.data) return;
    stale((p) => p.startsWith('/transfers'));
    go(`/transfers/${answer.data.id}`);
  }
  return (
    <Dialog title={t('transfer.ask')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('transfer.ask')}</h1>
        <p class="soft">{t('transfer.ask.text')}</p>
        <div class="fields">
          <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input name="receiver.msisdn" type="tel" required autocomplete="off" /></Field>
          <fieldset><legend>{word('side', 'giver')}</legend><DocumentFields prefix="giver" problem={problem} /></fieldset>
          <fieldset>
            <legend>{word('side', 'receiver')}</legend>
            <DocumentFields prefix="receiver" problem={problem} />
            {person.map((f) => (
              <Field key={f} label={f === 'category' ? t('holder.category') : word('field', f)} fault={fault(problem, f) ?? fault(problem, `receiver.${f}`)}>
                {f === 'category'
                  ? <select name="receiver.category">{['citizen', 'foreigner'].map((c) => <option value={c} key={c}>{word('category', c)}</option>)}</select>
                  : f === 'birth_date'
                    ? <input name={`receiver.${f}`} type="date" required />
                    : <input name={`receiver.${f}`} required autocomplete="off" maxLength={f === 'address' ? 1000 : 500} />}
              </Field>
            ))}
          </fieldset>
          <div class="two">
            <Field label={t('registration.place')} fault={fault(problem, 'place')}><input name="receiver.place" required maxLength={64} /></Field>
            <Field label={t('registration.device')} fault={fault(problem, 'device')}><input name="receiver.device" required maxLength={64} /></Field>
          </div>
          <Field label={t('registration.consent')} hint={t('transfer.terms.hint')} fault={fault(problem, 'consent')}><input name="receiver.consent" required maxLength={64} value="terms-1" /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('transfer.ask.act')}</button></div>
      </form>
    </Dialog>
  );
}
