// An appeal: heard by neither who decided nor who confirmed. Not decided in time, the order lapses by itself.
import { useResource, stale } from '../../../api/resource';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { useState } from 'preact/hooks';
import type { Appeal, List, Party, Problem as ProblemData } from '../../types';
import { act, Field, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';

const open = (a: Appeal): boolean => ['filed', 'acknowledged', 'stayed'].includes(a.state);
const shown = (a: Appeal): string => (a.state === 'filed' ? 'pending_appeal' : a.state);

function Acts({ of: a, etag }: { of: Appeal; etag: string | undefined }) {
  const done = () => stale((p) => p.startsWith('/orders') || p.startsWith('/cases') || p.startsWith('/appeals') || p === '/home');
  return <Steps path={`/appeals/${a.id}`} etag={etag} events={(a.next_events ?? []).filter((e) => !['lapse', 'moot'].includes(e.event))} onDone={done} />;
}

function SendToBody({ of: a, etag }: { of: Appeal; etag: string | undefined }) {
  const authorities = useResource<List<Party>>('/parties?kind=authority&limit=500');
  const courts = useResource<List<Party>>('/parties?kind=court&limit=500');
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    setProblem(await act(`/appeals/${a.id}`, etag, 'send_to_body', { party_id: to }));
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('appeal.body.to')} hint={t('appeal.body.hint')}><select required value={to} onChange={(e) => setTo(e.currentTarget.value)}><option value="" />{[...(courts.data?.items ?? []), ...(authorities.data?.items ?? [])].map((p) => <option value={p.id} key={p.id}>{p.name}</option>)}</select></Field>
        <Problem problem={problem} />
        <div><button class="small">{t('appeal.body.send')}</button></div>
      </div>
    </form>
  );
}

// On the order's page. Who may not read appeals sees that there is one.
export function AppealBox({ id }: { id: string }) {
  const may = has('appeal_officer', 'decider', 'confirmer', 'auditor');
  const { data: a, etag } = useResource<Appeal>(may ? `/appeals/${id}` : null);
  if (!may) return <p class="tell wait">{t('appeal.open')}</p>;
  if (!a) return null;
  return (
    <div class="panel">
      <div class="filters"><h2>{t('appeal.title', { number: a.number })}</h2><State state={shown(a)} />{open(a) && <Due at={a.due_at} />}</div>
      {a.text && <p class="wrap">{a.text}</p>}
      {open(a) && <p class="meta">{t('appeal.lapse')}</p>}
      {a.reasons?.length > 0 && <p>{a.reasons.join(' ')}</p>}
      <Acts of={a} etag={etag} />
      <a class="meta" href={`/appeals/${a.id}`}>{t('appeal.page')}</a>
    </div>
  );
}

export function AppealPage({ id }: { id: string }) {
  const { data: a, etag, problem, reload } = useResource<Appeal>(`/appeals/${id}`);
  useWhere({ name: t('nav.orders'), path: '/orders?tab=appeals' }, { name: a?.number ?? '…' });
  if (!a) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('appeal.title', { number: a.number })}><State state={shown(a)} />{open(a) && <Due at={a.due_at} />}<a href={`/orders/${a.order_id}`}>{a.order_number}</a></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('appeal.words')}><p class="wrap">{a.text}</p></Group>
          <Group title={t('appeal.facts')}>
            <Facts of={[[t('order.scope'), <span class="mono">{a.scope?.value}</span>], [t('appeal.filed.at'), <When at={a.filed_at} />], [t('appeal.due'), <When at={a.due_at} />], [t('appeal.body.heard'), a.body], [t('appeal.reasons'), a.reasons?.join(' ')]]} />
            {open(a) && <p class="meta">{t('appeal.lapse')}</p>}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Acts of={a} etag={etag} />{open(a) && !a.body_id && has('appeal_officer') && <details><summary>{t('appeal.body')}</summary><SendToBody of={a} etag={etag} /></details>}</Group>
          <Group title={t('page.timeline')}><Timeline of={a.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
