import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Case, Order, Problem as ProblemData } from '../../types';
import { Dialog, Field, Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { OfOrder } from '../instructions/shared';
import { Timeline } from '../../../ui/timeline';
import { Third } from '../cases/third';
import { AppealBox } from './appeal';
import { HoldPage } from './hold_page';
import { Xarf } from './xarf';

function EnterAppeal({ of: o, onClose }: { of: Order; onClose: () => void }) {
  const [text, setText] = useState('');
  const [contact, setContact] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/orders/${o.id}/appeals`, { body: { text: text.trim(), ...(contact.trim() ? { contact: contact.trim() } : {}) }, once: true });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/orders') || p.startsWith('/appeals'));
    onClose();
  }
  return (
    <Dialog title={t('appeal.enter')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('appeal.enter')}</h1>
        <p class="soft">{t('appeal.enter.text')}</p>
        <div class="fields">
          <Field label={t('appeal.words')} hint={t('appeal.words.hint')}><textarea required maxLength={10000} value={text} onInput={(e) => setText(e.currentTarget.value)} /></Field>
          <Field label={t('appeal.contact')} hint={t('appeal.contact.hint')}><input type="email" value={contact} onInput={(e) => setContact(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('appeal.enter.act')}</button></div>
      </form>
    </Dialog>
  );
}

// How soon what was lifted was restored, against the time that the policy gives.
function Restoration({ of: r }: { of: NonNullable<Order['restoration']> }) {
  const late = r.restored_at ? r.restored_at > r.due_at : new Date(r.due_at) < new Date();
  return (
    <Group title={t('restoration.title')}>
      <Facts of={[[t('restoration.ended'), <When at={r.ended_at} />], [t('restoration.due'), <When at={r.due_at} />]]} />
      <p class={late ? 'tell wait' : 'tell good'}>{r.restored_at ? <>{t('restoration.took', { n: number(Math.ceil((r.took_seconds ?? 0) / 60)) })} <When at={r.restored_at} /></> : t('restoration.waits')}</p>
    </Group>
  );
}

export function OrderPage({ id }: { id: string }) {
  const path = `/orders/${id}`;
  const { data: o, etag, problem, reload } = useResource<Order>(path);
  const [appealing, setAppealing] = useState(false);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: o?.number ?? '…' });
  if (!o) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  async function renew() {
    const answer = await ask<Case>(path + '/renewals', { body: {}, once: true });
    setFailed(answer.problem ?? null);
    if (answer.data) go(`/cases/${answer.data.id}`);
  }
  return (
    <>
      <Head title={`${o.scope?.value ?? o.number} · ${word('measure', o.measure)}`}>
        <State state={o.state} /><span>{t('page.since')} <When at={o.state_since} /></span><span class="num">{o.number}</span>
        {o.in_force && <span>{t('order.until')} <When at={o.expires_at} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={['in_force', 'executed', 'verified']} now={o.state} />
          {o.third_signature && <Third of={o.third_signature} decision={o.decision_id} />}
          {o.restoration && <Restoration of={o.restoration} />}
          {o.appeals?.map((a) => <AppealBox id={a.id} key={a.id} />)}
          <Group title={t('order.facts')}>
            <Facts of={[
              [t('case.ground'), word('ground', o.ground)],
              [t('case.law'), o.law],
              [t('order.authority'), o.authority],
              [t('order.scope'), <>{word('scope', o.scope.kind)} · <span class="mono wrap">{o.scope.value}</span></>],
              [t('order.executor'), o.executor],
              [t('order.prior.notice'), o.prior_notice],
              [t('order.expires'), <When at={o.expires_at} />],
              [t('kind.case'), o.case_id && <a href={`/cases/${o.case_id}`}>{t('decision.open.case')}</a>],
            ]} />
          </Group>
          <Group title={t('order.entries')}>
            {o.entries?.length ? (
              <ul class="links">
                {o.entries.map((e) => (
                  <li key={e.id}><span class="mono">{e.name}</span><span class="meta">{e.feed}{e.lifted_at && <> · {t('order.lifted')} <When at={e.lifted_at} /></>}</span><State state={e.in_force ? 'in_force' : 'lifted'} /></li>
                ))}
              </ul>
            ) : <p class="soft">{t('order.entries.none')}</p>}
          </Group>
          {o.in_force && o.measure === 'hold' && <HoldPage order={o.id} />}
          {o.executor !== 'network' && <OfOrder number={o.number} />}
          {o.in_force && o.measure !== 'contract' && <Xarf of={o} />}
          <Group title={t('order.signatures')}>
            <ul class="links">{o.signatures?.map((s) => <li key={s.as}><span class="meta">{word('role', s.as)}</span><span>{s.person.display_name}</span><span class="meta"><When at={s.at} /></span></li>)}</ul>
            <details><summary>{t('sign.text')}</summary><pre class="canonical" tabIndex={0} aria-label={t('sign.text')}>{o.canonical_text}</pre></details>
          </Group>
        </div>
        <div class="stack">
          {o.clocks?.length > 0 && <Group title={t('page.clocks')}><ul class="links">{o.clocks.map((c) => <li key={c.clock}><span>{word('clock', c.clock)}</span><Due at={c.due_at} /></li>)}</ul></Group>}
          <Group title={t('page.next')}>
            <Steps path={path} etag={etag} events={(o.next_events ?? []).filter((e) => ['execute', 'verify', 'lift', 'resume'].includes(e.event))} />
            {o.may_appeal && has('registrar', 'examiner', 'appeal_officer') && <div><button onClick={() => setAppealing(true)}>{t('appeal.enter')}</button></div>}
            {o.may_renew && <div><button onClick={() => void renew()}>{t('renewal.open')}</button><p class="meta">{t('renewal.text')}</p></div>}
            <Problem problem={failed} />
            <p class="meta"><a href={`/statements/S${o.number.slice(1)}`}>{t('statements.of.order')}</a></p>
            <p class="meta"><a href={`/public/orders/${encodeURIComponent(o.number)}`}>{t('order.public')}</a></p>
          </Group>
          <Group title={t('page.timeline')}><Timeline of={o.timeline} /></Group>
        </div>
      </div>
      {appealing && <EnterAppeal of={o} onClose={() => setAppealing(false)} />}
    </>
  );
}
