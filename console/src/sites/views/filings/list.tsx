import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { FilingSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { TakeNext, position } from './queue';

const states = ['draft', 'under_review', 'returned', 'filed', 'change_pending', 'defect_notice', 'public_notice', 'cancelled'];

// The domains, where the site's name does not say them already.
function beside(f: FilingSummary) {
  const others = (f.domains ?? []).filter((d) => d !== f.site_name);
  return others.length === 0 ? '' : ` ${others[0]}${others.length > 1 ? ` +${others.length - 1}` : ''}`;
}

export function Filings() {
  useWhere({ name: t('nav.filings') });
  const place = usePlace();
  const queue = place.query.get('queue') === '1';
  const expiring = place.query.get('pre_approval') === 'expiring';
  const path = '/filings' + query(expiring ? { pre_approval: 'expiring', limit: 100 } : queue ? { queue: '1', limit: 100 } : { q: place.query.get('q'), state: place.query.getAll('state'), limit: 100 });
  return (
    <>
      <Head title={t('nav.filings')} acts={has('registrar', 'partner_user') && (
        <>{has('registrar') && queue && <TakeNext />}{has('registrar') && <a class="button" href="/filings/import">{t('filings.import')}</a>}<a class="button" href="/filings/new">{t('filings.new')}</a></>
      )} />
      <div class="filters">
        <a class="button" aria-current={queue ? 'page' : undefined} href={queue ? '/filings' : '/filings?queue=1'}>{t('queue.title')}</a>
        <a class="button" aria-current={expiring ? 'page' : undefined} href={expiring ? '/filings' : '/filings?pre_approval=expiring'}>{t('approval.expiring')}</a>
        {has('registrar', 'examiner', 'operator', 'auditor') && <a class="button" href="/filings/conflicts">{t('reconcile.title')}</a>}
        {has('registrar', 'auditor') && <a class="button" href="/filings/takeover">{t('takeover.title')}</a>}
        {has('registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor') && <a class="button" href="/debarments">{t('debarments.title')}</a>}
        {!queue && !expiring && <SearchField label={t('filings.search')} />}
        {!queue && !expiring && <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('state', s) }))} />}
      </div>
      <Table<FilingSummary>
        path={path}
        id={(f) => (f.pre_approval ? `${f.id} ${f.pre_approval.kind} ${f.pre_approval.number}` : f.id)}
        open={(f) => `/filings/${f.id}`}
        empty={expiring ? <h2>{t('approval.expiring.none')}</h2> : queue ? <><h2>{t('queue.empty')}</h2><p>{t('queue.text')}</p></> : <><h2>{t('filings.empty')}</h2><p>{t('filings.empty.do')}</p></>}
        columns={[
          { name: t('filing.site'), cell: (f) => <><a class="cover" href={`/filings/${f.id}`}>{f.site_name}</a><span class="meta">{beside(f)}</span></> },
          { name: t('list.state'), cell: (f) => <State state={f.state} /> },
          ...(queue ? [{ name: t('queue.column'), class: 'right num', cell: (f: FilingSummary) => position(f.queue_position) }] : []),
          ...(expiring ? [{ name: t('approval.title'), cell: (f: FilingSummary) => f.pre_approval && <>{word('approval', f.pre_approval.kind)} <span class="num">{f.pre_approval.number}</span> <State state={f.pre_approval.standing} group="approval_standing" tone={f.pre_approval.standing === 'expired' ? 'stop' : 'wait'} /> {f.pre_approval.valid_until}</> }] : []),
          { name: t('filing.number'), cell: (f) => <span class="num">{f.site_number}</span> },
          { name: t('filing.subject'), class: 'hide-narrow', cell: (f) => f.subject_name || <span class="soft">{word('subject', f.subject_kind)}</span> },
          { name: t('filing.provider'), class: 'hide-narrow', cell: (f) => f.provider },
          { name: t('list.since'), class: 'hide-narrow', cell: (f) => <When at={f.state_since} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (f) => <Due at={f.due_at} /> },
        ]}
      />
    </>
  );
}
