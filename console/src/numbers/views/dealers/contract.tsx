// A dealer's contract: what it may sell where, how many a day, until when.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Dealer, DealerSummary, List, Party, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Facts, Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';

// A day as its midnight here; nothing: no day.
export const midnight = (day: string): string | null => (day ? new Date(`${day}T00:00`).toISOString() : null);
// The day of a moment, here, as a date field has it.
export function dayOf(at: string | null): string {
  if (!at) return '';
  const d = new Date(at);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

interface Terms { contract_number: string; contract_from: string; contract_until: string; region: string; quota: string }
const body = (c: Terms) => ({ contract_number: c.contract_number.trim(), contract_from: midnight(c.contract_from), contract_until: midnight(c.contract_until), region: c.region.trim(), quota: Number(c.quota) });

function Fields({ of: c, onChange, problem }: { of: Terms; onChange: (c: Terms) => void; problem: ProblemData | null }) {
  const set = (name: keyof Terms) => (e: { currentTarget: HTMLInputElement }) => onChange({ ...c, [name]: e.currentTarget.value });
  return (
    <>
      <div class="two">
        <Field label={t('dealer.contract')} fault={fault(problem, 'contract_number')}><input required maxLength={64} value={c.contract_number} onInput={set('contract_number')} /></Field>
        <Field label={t('line.region')} fault={fault(problem, 'region')}><input required maxLength={32} value={c.region} onInput={set('region')} /></Field>
      </div>
      <div class="two">
        <Field label={t('dealer.from')} fault={fault(problem, 'contract_from')}><input type="date" required value={c.contract_from} onInput={set('contract_from')} /></Field>
        <Field label={t('dealer.until')} fault={fault(problem, 'contract_until')}><input type="date" value={c.contract_until} onInput={set('contract_until')} /></Field>
      </div>
      <Field label={t('dealer.quota')} hint={t('dealer.quota.hint')} fault={fault(problem, 'quota')}><input type="number" required min={1} max={1_000_000} value={c.quota} onInput={set('quota')} /></Field>
    </>
  );
}

function ChangeContract({ of: d, etag, onClose }: { of: Dealer; etag: string | undefined; onClose: () => void }) {
  const [terms, setTerms] = useState<Terms>({ contract_number: d.contract_number, contract_from: dayOf(d.contract_from), contract_until: dayOf(d.contract_until), region: d.region, quota: String(d.quota) });
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const path = `/dealers/${d.id}`;
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Dealer>(`${path}/contract`, { method: 'PUT', body: { ...body(terms), ...(terms.contract_from === dayOf(d.contract_from) ? { contract_from: d.contract_from } : {}) }, ifMatch: etag });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    put(path, answer.data, answer.etag);
    stale((p) => p.startsWith('/dealers?'));
    onClose();
  }
  return (
    <Dialog title={t('dealer.change')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('dealer.change')}</h1>
        <div class="fields"><Fields of={terms} onChange={setTerms} problem={problem} /></div>
        <p class="meta">{t('dealer.change.text')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('dealer.change')}</button></div>
      </form>
    </Dialog>
  );
}

export function NewDealer({ onClose }: { onClose: () => void }) {
  const parties = useResource<List<Party>>('/parties?kind=partner&limit=500');
  const dealers = useResource<List<DealerSummary>>('/dealers?state=active&limit=500');
  const [party, setParty] = useState(''), [parent, setParent] = useState('');
  const [terms, setTerms] = useState<Terms>({ contract_number: '', contract_from: dayOf(new Date().toISOString()), contract_until: '', region: '', quota: '200' });
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Dealer>('/dealers', { body: { ...body(terms), party_id: party, ...(parent ? { parent_id: parent } : {}) }, once: true });
    setProblem(answer.problem ?? null);
    if (!answer.ok || !answer.data) return;
    stale((p) => p.startsWith('/dealers'));
    go(`/dealers/${answer.data.id}`);
  }
  return (
    <Dialog title={t('dealer.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('dealer.new')}</h1>
        <p class="soft">{t('dealer.new.text')}</p>
        <div class="fields">
          <Field label={t('dealer.party')} fault={fault(problem, 'party_id')}><select required value={party} onChange={(e) => setParty(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{parties.data?.items.map((p) => <option value={p.id} key={p.id}>{p.name}</option>)}</select></Field>
          <Field label={t('dealer.parent')} hint={t('dealer.parent.hint')} fault={fault(problem, 'parent_id')}><select value={parent} onChange={(e) => setParent(e.currentTarget.value)}><option value="">{t('dealer.parent.none')}</option>{dealers.data?.items.map((d) => <option value={d.id} key={d.id}>{d.name ?? d.id}</option>)}</select></Field>
          <Fields of={terms} onChange={setTerms} problem={problem} />
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('dealer.new.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Contract({ of: d, etag }: { of: Dealer; etag: string | undefined }) {
  const [changing, setChanging] = useState(false);
  const may = has('registrar', 'operator') && d.state !== 'ended';
  const used = Math.min(1, d.registered_today / d.quota);
  return (
    <Group title={t('dealer.contract.title')} aside={may && <button class="small" onClick={() => setChanging(true)}>{t('dealer.change')}</button>}>
      <Facts of={[
        [t('dealer.contract'), d.contract_number],
        [t('dealer.from'), <When at={d.contract_from} />],
        [t('dealer.until'), d.contract_until ? <When at={d.contract_until} /> : t('document.no.end')],
        [t('line.region'), d.region],
        [t('dealer.parent'), d.parent_id && <a href={`/dealers/${d.parent_id}`}>{d.parent_name ?? d.parent_id}</a>],
        [t('dealer.below'), <a href={`/dealers?parent=${d.id}`}>{t('act.open')}</a>],
      ]} />
      <div class="quota">
        <div><b class="num">{number(d.registered_today)}</b> {t('dealer.quota.used', { n: number(d.quota) })}</div>
        <progress value={used} max={1} aria-label={t('dealer.quota')} />
        {used >= 1 && <p class="late">{t('dealer.quota.full')}</p>}
      </div>
      {changing && <ChangeContract of={d} etag={etag} onClose={() => setChanging(false)} />}
    </Group>
  );
}
