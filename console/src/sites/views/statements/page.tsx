// One statement of reasons: what it says, how it travelled, and handing it over where it did not arrive.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Problem as ProblemData, Statement } from '../../types';
import { Dialog, Field, Machine } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';

const ways = ['post', 'phone', 'host', 'in_person'];

function HandOver({ of: s, etag, onClose }: { of: Statement; etag: string | null; onClose: () => void }) {
  const [channel, setChannel] = useState('post');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/statements/${s.id}/events`, { body: { event: 'hand_over', data: { channel, note: note.trim() } }, ifMatch: etag ?? undefined });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/statements'));
    onClose();
  }
  return (
    <Dialog title={t('statements.hand_over')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('statements.hand_over')}</h1>
        <p class="soft">{t('statements.hand_over.text')}</p>
        <div class="fields">
          <Field label={t('statements.way')}><select value={channel} onChange={(e) => setChannel(e.currentTarget.value)}>{ways.map((w) => <option key={w} value={w}>{word('statement.channel', w)}</option>)}</select></Field>
          <Field label={t('statements.note')} hint={t('statements.note.hint')}><textarea required maxLength={2000} value={note} onInput={(e) => setNote(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('statements.hand_over')}</button></div>
      </form>
    </Dialog>
  );
}

// The link of the letter, for who hands it over; taking it stands in the ledger.
function Link({ id }: { id: string }) {
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function take() {
    const answer = await ask<{ link: string }>(`/statements/${id}/readings`, { body: {} });
    setProblem(answer.problem ?? null);
    if (answer.data) setLink(answer.data.link);
  }
  return <>{link === null ? <button class="small" onClick={() => void take()}>{t('statements.link')}</button> : <p class="mono wrap">{link}</p>}<Problem problem={problem} /></>;
}

export function StatementPage({ id }: { id: string }) {
  const { data: s, etag, problem, reload } = useResource<Statement>(`/statements/${id}`);
  const [handing, setHanding] = useState(false);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('statements.title'), path: '/statements' }, { name: s?.number ?? '…' });
  if (!s) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  async function again() {
    const answer = await ask(`/statements/${s!.id}/events`, { body: { event: 'send_again' }, ifMatch: etag ?? undefined });
    setFailed(answer.problem ?? null);
    stale((p) => p.startsWith('/statements'));
  }
  const mayAct = has('examiner', 'operator');
  return (
    <>
      <Head title={`${s.number} · ${s.site}`} acts={<a class="button" href={`/api/statements/${s.id}/pdf`}>PDF</a>}>
        <State state={s.state} group="statement.state" /><span>{t('page.since')} <When at={s.state_since} /></span>
      </Head>
      {handing && <HandOver of={s} etag={etag ?? null} onClose={() => setHanding(false)} />}
      <div class="columns">
        <div class="stack">
          <Machine states={['written', 'sent', 'received']} now={s.state} />
          <section class="group" lang={s.language === 'zh' ? 'zh-Hans' : 'en'}>
            <h2>{s.content.title}</h2>
            {s.content.sections.map((x) => <div key={x.heading}><h3>{x.heading}</h3>{x.paragraphs.map((p, i) => <p key={i} class="wrap">{p}</p>)}</div>)}
          </section>
          <details class="group"><summary>{t('statements.dsa')}</summary><pre class="canonical" tabIndex={0} aria-label={t('statements.dsa')}>{JSON.stringify(s.content.dsa, null, 2)}</pre></details>
        </div>
        <div class="stack">
          {mayAct && s.open_events.length > 0 && (
            <Group title={t('page.next')}>
              {s.state === 'undelivered' && <p>{t('statements.undelivered')}</p>}
              <div class="row">
                {s.open_events.includes('hand_over') && <button class="primary" onClick={() => setHanding(true)}>{t('statements.hand_over')}</button>}
                {s.open_events.includes('send_again') && <button onClick={() => void again()}>{t('statements.send_again')}</button>}
              </div>
              {s.state === 'undelivered' && <Link id={s.id} />}
              <Problem problem={failed} />
            </Group>
          )}
          <Group title={t('statements.ways')}>
            <ul class="links">{s.deliveries.map((d, i) => (
              <li key={i}><span>{word('statement.channel', d.channel)}</span><span class="meta">{d.code ? word('statement.code', d.code) : d.note}</span><State state={d.state} group="statement.delivery" /><span class="meta"><When at={d.changed_at} /></span></li>))}</ul>
          </Group>
          <Group title={t('order.facts')}>
            <Facts of={[
              [t('kind.order'), <a href={`/orders/${s.order_id}`}>{s.order}</a>],
              [t('kind.case'), <a href={`/cases/${s.case_id}`}>{s.case}</a>],
              [t('case.ground'), word('ground', s.ground)],
              ['SHA-256', <span class="mono wrap">{s.content_sha256}</span>],
            ]} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={s.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
