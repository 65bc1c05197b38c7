import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Appeal, OrderSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';

interface Feed { enabled?: boolean; authority_enrolled?: boolean; witness_enrolled?: boolean; entries: number; serial: number; why_not?: { code: string; sentence: string }[] }

// Whether what stands here reaches the network; /feeds is not under /api.
function FeedLine() {
  const feed = useResource<Feed>('/feeds/status');
  const f = feed.data;
  if (!f) return null;
  const on = f.enabled ?? (f.authority_enrolled && f.witness_enrolled);
  if (on) return <p class="meta">{t('feed.on', { n: number(f.entries), serial: f.serial })} · <a href="/feeds/rpz">{t('feed.open')}</a>{has('operator', 'auditor') && <> · <a href="/feeds/misp/manifest.json">{t('feed.misp')}</a></>}</p>;
  return <div class="tell wait"><b>{t('feed.off')}</b>{f.why_not?.map((w) => <p key={w.code}>{w.sentence}</p>)}</div>;
}

export function Orders() {
  useWhere({ name: t('nav.orders') });
  const { query: q } = usePlace();
  const hearing = has('appeal_officer', 'decider', 'confirmer', 'auditor');
  const tab = hearing ? (q.get('tab') ?? 'orders') : 'orders';
  return (
    <>
      <Head title={t('nav.orders')} acts={<>{has('operator', 'auditor') && <><a class="button" href="/orders/resolvers">{t('resolvers.title')}</a><a class="button" href="/orders/peers">{t('peers.title')}</a></>}<a class="button" href="/never-block">{t('never.title')}</a><a class="button" href="/statements">{t('statements.title')}</a></>} />
      <div class="stack">
        <FeedLine />
        <div>
          {hearing && <Tabs name="tab" now={tab} of={[['orders', t('nav.orders')], ['appeals', t('orders.appeals')]]} />}
          {tab === 'appeals' ? (
            <>
              <div class="filters"><Chips name="state" label={t('list.by.state')} options={['filed', 'acknowledged', 'stayed', 'upheld', 'varied', 'reversed', 'lapsed'].map((s) => ({ value: s, text: s === 'filed' ? t('appeal.filed') : word('state', s) }))} /></div>
              <Table<Appeal>
                path={'/appeals' + query({ state: q.getAll('state'), limit: 100 })}
                id={(a) => a.id}
                open={(a) => `/appeals/${a.id}`}
                empty={<><h2>{t('appeals.empty')}</h2><p>{t('appeals.empty.do')}</p></>}
                columns={[
                  { name: t('appeal.number'), cell: (a) => <a class="cover num" href={`/appeals/${a.id}`}>{a.number}</a> },
                  { name: t('kind.order'), cell: (a) => <a class="num" href={`/orders/${a.order_id}`}>{a.order_number}</a> },
                  { name: t('order.scope'), class: 'hide-narrow', cell: (a) => a.scope?.value },
                  { name: t('list.state'), cell: (a) => <State state={a.state === 'filed' ? 'pending_appeal' : a.state} /> },
                  { name: t('appeal.filed.at'), class: 'hide-narrow', cell: (a) => <When at={a.filed_at} /> },
                  { name: t('list.due'), cell: (a) => ['filed', 'acknowledged', 'stayed'].includes(a.state) ? <Due at={a.due_at} /> : null },
                ]}
              />
            </>
          ) : (
            <>
              <div class="filters">
                <SearchField label={t('orders.search')} />
                <Chips name="state" label={t('list.by.state')} options={['in_force', 'executed', 'verified', 'stayed', 'lifted', 'lapsed', 'expired'].map((s) => ({ value: s, text: word('state', s) }))} />
              </div>
              <Table<OrderSummary>
                path={'/orders' + query({ q: q.get('q'), state: q.getAll('state'), ground: q.get('ground'), limit: 100 })}
                id={(o) => o.id}
                open={(o) => `/orders/${o.id}`}
                empty={<><h2>{t('orders.empty')}</h2><p>{t('orders.empty.do')}</p></>}
                columns={[
                  { name: t('order.number'), cell: (o) => <a class="cover num" href={`/orders/${o.id}`}>{o.number}</a> },
                  { name: t('order.scope'), cell: (o) => o.scope?.value ?? <span class="soft">{t('order.sealed')}</span> },
                  { name: t('order.measure'), class: 'hide-narrow', cell: (o) => word('measure', o.measure) },
                  { name: t('case.ground'), class: 'hide-narrow', cell: (o) => word('ground', o.ground) },
                  { name: t('order.authority'), class: 'hide-narrow', cell: (o) => o.authority },
                  { name: t('list.state'), cell: (o) => <State state={o.state} /> },
                  { name: t('order.expires'), class: 'hide-narrow', cell: (o) => <When at={o.expires_at} /> },
                ]}
              />
            </>
          )}
        </div>
      </div>
    </>
  );
}
