import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { AddressBlock, AddressFinding, AddressLease } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { Address, looksLikeAddress } from './address';
import { BlockState, LeaseState, blockStates, leaseStates } from './words';

const findingKinds = ['provider_not_in_chain', 'address_not_filed', 'user_serves_others', 'lease_not_in_force', 'sublet_forbidden'];

function Blocks() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters">
        <SearchField label={t('resources.search')} />
        <Chips name="state" label={t('list.by.state')} options={blockStates.map((s) => ({ value: s, text: word('block', s) }))} />
      </div>
      {looksLikeAddress(q.get('q') ?? '') && <Address address={q.get('q') ?? ''} />}
      <Table<AddressBlock>
        path={'/address-blocks' + query({ q: q.get('q'), state: q.getAll('state'), limit: 100 })}
        id={(b) => b.id}
        open={(b) => `/resources/${b.id}`}
        empty={<><h2>{t('resources.empty')}</h2><p>{t('resources.empty.do')}</p></>}
        columns={[
          { name: t('block.range'), cell: (b) => <span style={{ paddingInlineStart: `${(b.level - 1) * 16}px` }}><a class="cover mono" href={`/resources/${b.id}`}>{b.range}</a></span> },
          { name: t('list.state'), cell: (b) => <BlockState state={b.state} /> },
          { name: t('block.holder'), cell: (b) => b.holder },
          { name: t('block.user'), class: 'hide-narrow', cell: (b) => b.user },
          { name: t('block.name'), class: 'hide-narrow', cell: (b) => b.name },
          { name: t('block.location'), class: 'hide-narrow', cell: (b) => b.location },
          { name: t('list.since'), class: 'hide-narrow', cell: (b) => <When at={b.state_since} /> },
        ]}
      />
    </>
  );
}

function Leases() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters"><Chips name="state" label={t('list.by.state')} options={leaseStates.map((s) => ({ value: s, text: word('lease', s) }))} /></div>
      <Table<AddressLease>
        path={'/address-leases' + query({ state: q.getAll('state'), limit: 100 })}
        id={(l) => l.id}
        open={(l) => `/resources/leases/${l.id}`}
        empty={<><h2>{t('resources.leases.empty')}</h2><p>{t('resources.leases.empty.do')}</p></>}
        columns={[
          { name: t('lease.contract'), cell: (l) => <a class="cover" href={`/resources/leases/${l.id}`}>{l.contract}</a> },
          { name: t('list.state'), cell: (l) => <LeaseState state={l.state} /> },
          { name: t('lease.lessor'), cell: (l) => l.lessor },
          { name: t('lease.lessee'), cell: (l) => l.lessee },
          { name: t('lease.sublet'), class: 'hide-narrow', cell: (l) => t(l.may_sublet ? 'lease.sublet.yes' : 'lease.sublet.no') },
          { name: t('list.since'), class: 'hide-narrow', cell: (l) => <When at={l.state_since} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (l) => <Due at={l.due_at} /> },
        ]}
      />
    </>
  );
}

function Findings() {
  const { query: q } = usePlace();
  return (
    <>
      <div class="filters"><Chips name="kind" label={t('finding.kind')} options={findingKinds.map((k) => ({ value: k, text: word('address_finding', k) }))} /></div>
      <Table<AddressFinding>
        path={'/address-findings' + query({ kind: q.get('kind'), limit: 100 })}
        id={(f) => f.id}
        open={(f) => `/resources/${f.block_id}`}
        empty={<><h2>{t('resources.findings.empty')}</h2><p>{t('resources.findings.empty.do')}</p></>}
        columns={[
          { name: t('finding.host'), cell: (f) => <a class="cover" href={`/resources/${f.block_id}`}>{f.host}</a> },
          { name: t('finding.address'), cell: (f) => <span class="mono">{f.address}</span> },
          { name: t('finding.kind'), cell: (f) => word('address_finding', f.kind) },
          { name: t('finding.why'), class: 'hide-narrow', cell: (f) => <span title={f.explain.join('\n')}>{f.explain[f.explain.length - 1]}</span> },
          { name: t('finding.seen'), class: 'hide-narrow', cell: (f) => <When at={f.last_seen_at} /> },
        ]}
      />
    </>
  );
}

export function Resources() {
  useWhere({ name: t('nav.resources') });
  const { query: q } = usePlace();
  const tab = q.get('tab') ?? 'blocks';
  const staff = has('registrar', 'examiner', 'decider', 'confirmer', 'operator', 'auditor');
  const tabs: [string, string][] = [['blocks', t('resources.blocks')], ['leases', t('resources.leases')]];
  if (staff) tabs.push(['findings', t('resources.findings')]);
  return (
    <>
      <Head title={t('nav.resources')} acts={has('registrar') && <a class="button" href="/resources/import">{t('resources.import')}</a>} />
      <Tabs name="tab" now={tab} of={tabs} />
      {tab === 'leases' ? <Leases /> : tab === 'findings' && staff ? <Findings /> : <Blocks />}
    </>
  );
}
