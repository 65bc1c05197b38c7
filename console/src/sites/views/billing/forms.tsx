// A service is proposed, and its next price.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { t } from '../../../i18n';
import type { BillingServicePage, List, Party } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { decimals } from './words';

export const minor = (text: string, currency: string) => Math.round(Number(text) * 10 ** decimals(currency));
export const refresh = () => stale((p) => p.startsWith('/billing-services'));

export function NewService({ onClose }: { onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  const partners = useResource<List<Party>>('/parties?kind=partner&limit=200');
  const [currency, setCurrency] = useState('CNY');
  async function send(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const answer = await ask<BillingServicePage>('/billing-services', {
      once: true,
      body: { code: text('code'), name: text('name'), partner_id: text('partner_id'), first_text: text('first_text'), second_text: text('second_text'), behalf_text: text('behalf_text'), amount: minor(text('price'), currency), currency, from: new Date(text('from')).toISOString() },
    });
    if (!answer.ok || !answer.data) return;
    refresh();
    onClose();
    go(`/billing/${answer.data.id}`);
  }
  const of = (field: string) => fault(problem, field);
  return (
    <Dialog title={t('billing.add')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('billing.add')}</h1>
        <p class="soft">{t('billing.add.text')}</p>
        <div class="fields">
          <Field label={t('billing.code')} fault={of('code')}><input name="code" required class="mono" maxLength={40} /></Field>
          <Field label={t('billing.name')} fault={of('name')}><input name="name" required maxLength={200} /></Field>
          <Field label={t('billing.partner')} fault={of('partner_id')}><select name="partner_id" required>{partners.data?.items.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select></Field>
          <Field label={t('billing.price')} fault={of('amount')}><input name="price" type="number" required min="0" step="any" /></Field>
          <Field label={t('billing.currency')} fault={of('currency')}><input name="currency" required pattern="[A-Z]{3}" value={currency} onInput={(e) => setCurrency(e.currentTarget.value)} /></Field>
          <Field label={t('billing.from')} fault={of('from')}><input name="from" type="datetime-local" required /></Field>
          <Field label={t('billing.first_text')} fault={of('first_text')}><input name="first_text" required maxLength={300} /></Field>
          <Field label={t('billing.second_text')} fault={of('second_text')}><input name="second_text" required maxLength={300} /></Field>
          <Field label={t('billing.behalf_text')} fault={of('behalf_text')}><input name="behalf_text" required maxLength={300} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('billing.add.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function NewPrice({ of: s, onClose }: { of: BillingServicePage; onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  async function send(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const answer = await ask(`/billing-services/${s.id}/prices`, { once: true, body: { amount: minor(String(form.get('price')), s.currency), currency: s.currency, from: new Date(String(form.get('from'))).toISOString() } });
    if (!answer.ok) return;
    refresh();
    onClose();
  }
  return (
    <Dialog title={t('billing.price.add')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('billing.price.add')}</h1>
        <p class="soft">{t('billing.price.text')}</p>
        <div class="fields">
          <Field label={`${t('billing.price')} (${s.currency})`} fault={fault(problem, 'amount')}><input name="price" type="number" required min="0" step="any" /></Field>
          <Field label={t('billing.from')} fault={fault(problem, 'from')}><input name="from" type="datetime-local" required /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('billing.price.act')}</button></div>
      </form>
    </Dialog>
  );
}
