// Partners, findings of their links, and the search for a link by code or host.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { current, has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Coverage, Link, LinkFinding, PartnerLine, PartnerPage } from '../../types_partners';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { findingKinds, linkPath, partnerKinds, partnerStates } from './words';

const ownAlone = (): boolean => (current()?.roles ?? []).every((r) => r === 'partner_user');

function Apply({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ party_id: '', kind: 'promotion', licence_number: '' });
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<PartnerPage>('/partners', { body: Object.fromEntries(Object.entries(form).filter(([, v]) => v.trim())), once: true });
    if (!answer.data) return;
    stale((p) => p.startsWith('/partners'));
    go(`/partners/${answer.data.id}`);
  }
  return (
    <Dialog title={t('partner.apply')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('partner.apply')}</h1>
        <div class="fields">
          {!ownAlone() && <Field label={t('partner.party')} hint={t('partner.party.hint')}><input required name="party_id" value={form.party_id} onInput={set('party_id')} /></Field>}
          <Field label={t('partner.kind')}><select value={form.kind} onChange={set('kind')}>{partnerKinds.map((k) => <option key={k} value={k}>{word('partner.kind', k)}</option>)}</select></Field>
          <Field label={t('partner.licence')} hint={t('partner.licence.hint')}><input maxLength={100} value={form.licence_number} onInput={set('licence_number')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('partner.apply')}</button></div>
      </form>
    </Dialog>
  );
}

function All() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters">
        <SearchField label={t('partner.search')} />
        <Chips name="state" label={t('list.by.state')} options={partnerStates.map((s) => ({ value: s, text: word('partner.state', s) }))} />
        <Chips name="kind" label={t('partner.kind')} options={partnerKinds.map((k) => ({ value: k, text: word('partner.kind', k) }))} />
      </div>
      <Table<PartnerLine>
        path={'/partners' + query({ q: q.get('q'), state: q.get('state'), kind: q.get('kind'), limit: 100 })}
        id={(p) => p.id}
        open={(p) => `/partners/${p.id}`}
        empty={<><h2>{t('partner.none')}</h2><p>{t('partner.none.do')}</p></>}
        columns={[
          { name: t('partner.number'), cell: (p) => <a class="cover num" href={`/partners/${p.id}`}>{p.number}</a> },
          { name: t('partner.name'), cell: (p) => p.party },
          { name: t('partner.kind'), class: 'hide-narrow', cell: (p) => word('partner.kind', p.kind) },
          { name: t('list.state'), cell: (p) => <State state={p.state} group="partner.state" tone={p.state === 'suspended' || p.state === 'barred' ? 'stop' : undefined} /> },
          { name: t('list.since'), class: 'hide-narrow', cell: (p) => <When at={p.state_since} /> },
          { name: t('partner.qualified'), class: 'hide-narrow', cell: (p) => (p.qualified_until ? <When at={p.qualified_until} /> : <span class="soft">–</span>) },
        ]}
      />
    </>
  );
}

function AllFindings() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters">
        <Chips name="state" label={t('list.by.state')} options={['open', 'fixed', 'dismissed'].map((s) => ({ value: s, text: word('found.state', s) }))} />
        <Chips name="kind" label={t('found.kind')} options={findingKinds.map((k) => ({ value: k, text: word('link_finding', k) }))} />
      </div>
      <Table<LinkFinding>
        path={'/link-findings' + query({ state: q.get('state'), kind: q.get('kind'), limit: 100 })}
        id={(f) => f.id}
        open={(f) => `/partners/findings/${f.id}`}
        empty={<><h2>{t('partner.findings.none')}</h2><p>{t('partner.findings.none.do')}</p></>}
        columns={[
          { name: t('found.kind'), cell: (f) => <a class="cover" href={`/partners/findings/${f.id}`}>{word('link_finding', f.kind)}</a> },
          { name: t('found.host'), cell: (f) => <span class="mono">{f.host}</span> },
          { name: t('link.code'), cell: (f) => (f.code ? <a href={linkPath(f.partner, f.code)}>{f.code}</a> : <span class="soft">–</span>) },
          { name: t('partner.number'), class: 'hide-narrow', cell: (f) => <a href={`/partners/${f.partner_id}`}>{f.partner}</a> },
          { name: t('list.state'), cell: (f) => <State state={f.state} group="found.state" tone={f.state === 'open' ? 'stop' : f.state === 'fixed' ? 'good' : 'gone'} /> },
          { name: t('partner.told'), class: 'hide-narrow', cell: (f) => word('told', f.told) },
          { name: t('found.seen'), class: 'hide-narrow', cell: (f) => <When at={f.last_seen_at} /> },
        ]}
      />
    </>
  );
}

function AllLinks() {
  const { query: q } = usePlace();
  const asked = q.get('q') ?? '';
  const isHost = asked.includes('.');
  return (
    <>
      <div class="filters"><SearchField label={t('link.search')} /></div>
      <Table<Link>
        path={'/links' + query({ q: isHost ? null : asked, host: isHost ? asked : null, limit: 100 })}
        id={(l) => `${l.partner}/${l.code}`}
        open={(l) => linkPath(l.partner, l.code)}
        empty={<><h2>{t('link.none')}</h2><p>{t('link.none.do')}</p></>}
        columns={[
          { name: t('link.code'), cell: (l) => <a class="cover mono" href={linkPath(l.partner, l.code)}>{l.code}</a> },
          { name: t('partner.number'), cell: (l) => <a href={`/partners/${l.partner_id}`}>{l.partner}</a> },
          { name: t('link.channel'), cell: (l) => l.channel },
          { name: t('link.service'), class: 'hide-narrow', cell: (l) => l.service },
          { name: t('link.landing'), class: 'hide-narrow', cell: (l) => <span class="mono">{l.landing_host}</span> },
        ]}
      />
    </>
  );
}

function Covered() {
  const { data: c } = useResource<Coverage>('/links/coverage');
  if (!c) return null;
  return <p class="soft">{t('link.coverage', { links: number(c.links), inspected: number(c.inspected) })}</p>;
}

export function Partners() {
  useWhere({ name: t('nav.partners') });
  const { query: q } = usePlace();
  const [applying, setApplying] = useState(false);
  const tab = q.get('tab') ?? 'partners';
  return (
    <>
      <Head title={t('nav.partners')} acts={has('registrar', 'partner_user') && <button class="primary" onClick={() => setApplying(true)}>{t('partner.apply')}</button>} />
      {!ownAlone() && <Covered />}
      {!ownAlone() && <Tabs name="tab" now={tab} of={[['partners', t('nav.partners')], ['findings', t('partner.findings')], ['links', t('partner.links')]]} />}
      {applying && <Apply onClose={() => setApplying(false)} />}
      {tab === 'findings' ? <AllFindings /> : tab === 'links' ? <AllLinks /> : <All />}
    </>
  );
}
