// A domain name: who holds it, as its registry says and as somebody verified; its flags and where it is filed.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Domain, DomainFlag, Problem as ProblemData } from '../../types';
import { Field, Machine, act } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Links, Timeline } from '../../../ui/timeline';

const line = ['unverified', 'documents_in', 'verified'];
const relations = ['shareholder', 'head', 'senior_manager', 'same_entity'];
const ways = ['documents', 'face_to_face', 'remote_live', 'register_lookup'];

export function DomainFlags({ of }: { of: DomainFlag[] | undefined }) {
  const open = of?.filter((f) => !f.cleared_at) ?? [];
  if (open.length === 0) return null;
  return (
    <div class="tell wait">
      <h2>{t('domain.flags')}</h2>
      <ul>{open.map((f) => <li key={f.id}><a href={`/domains/${f.name}`}>{f.name}</a> {word('domain_flag', f.kind)} <When at={f.from} /></li>)}</ul>
      <p class="meta">{t('domain.flags.text')}</p>
    </div>
  );
}

function ClearFlag({ flag, path }: { flag: DomainFlag; path: string }) {
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<DomainFlag>(`/domain-flags/${flag.id}/events`, { body: { event: 'clear', note } });
    setProblem(answer.problem ?? null);
    if (answer.ok) stale((p) => p === path);
  }
  return (
    <form class="fields" onSubmit={(e) => void send(e)}>
      <Field label={t('domain.clear.note')}><input value={note} required onInput={(e) => setNote(e.currentTarget.value)} /></Field>
      <div><button>{t('domain.clear')}</button></div>
      <Problem problem={problem} />
    </form>
  );
}

function DomainSteps({ domain, path, etag }: { domain: Domain; path: string; etag: string | undefined }) {
  const [how, setHow] = useState(ways[0]!);
  const [reasons, setReasons] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const open = domain.next_events.filter((e) => e.allowed);
  const closed = domain.next_events.filter((e) => !e.allowed);
  const list = reasons.split('\n').map((r) => r.trim()).filter(Boolean);
  const press = async (event: string) => setProblem(await act(path, etag, event, { ...(event === 'verify' ? { how } : {}), ...(list.length ? { reasons: list } : {}) }));
  return (
    <div class="steps">
      {open.some((e) => e.event === 'verify') && <Field label={t('domain.how')}><select value={how} onChange={(e) => setHow(e.currentTarget.value)}>{ways.map((w) => <option value={w}>{word('domain_how', w)}</option>)}</select></Field>}
      {open.some((e) => e.needs_reasons) && <Field label={t('steps.reasons')} hint={t('steps.reasons.hint')}><textarea value={reasons} onInput={(e) => setReasons(e.currentTarget.value)} /></Field>}
      <div class="row">{open.map((e) => <button key={e.event} class={e.event === 'verify' ? 'primary' : ''} disabled={e.needs_reasons && list.length === 0} onClick={() => void press(e.event)}>{word('domain_event', e.event)}</button>)}</div>
      <Problem problem={problem} />
      {closed.length > 0 && (
        <details open={open.length === 0}>
          <summary>{t('steps.closed', { n: closed.length })}</summary>
          {closed.map((e) => <div class="why" key={e.event}><b>{word('domain_event', e.event)}</b>{e.why_not.map((w) => <span key={w.code}>{w.sentence}</span>)}</div>)}
        </details>
      )}
    </div>
  );
}

// Why the registrant may hold the name for the subject of a filing.
function Relate({ path }: { path: string }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const answer = await ask(`${path}/relations`, { body: { filing: text('filing'), relation: text('relation'), evidence: text('evidence') } });
    setProblem(answer.problem ?? null);
    if (answer.ok) stale((p) => p === path);
  }
  const f = (name: string) => fault(problem, name);
  return (
    <details>
      <summary>{t('domain.relate')}</summary>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <div class="two">
          <Field label={t('domain.relate.filing')} fault={f('filing')}><input name="filing" required /></Field>
          <Field label={t('domain.relate.kind')}><select name="relation">{relations.map((r) => <option value={r}>{word('relation', r)}</option>)}</select></Field>
        </div>
        <Field label={t('domain.relate.evidence')} fault={f('evidence')}><input name="evidence" required maxLength={200} /></Field>
        <div><button>{t('domain.relate.send')}</button></div>
        <Problem problem={problem} />
      </form>
    </details>
  );
}

export function DomainPage({ name }: { name: string }) {
  const path = `/domains/${name}`;
  const { data: d, etag, problem, reload } = useResource<Domain>(path);
  useWhere({ name: t('nav.domains'), path: '/domains' }, { name: d?.unicode ?? name });
  if (!d) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const holder = (h: Domain['holder']) => h.name ?? <span class="soft">{word('holder', h.kind)}</span>;
  return (
    <>
      <Head title={d.unicode}>
        <State state={d.state} /><span>{t('page.since')} <When at={d.state_since} /></span>
        {d.due_at && <Due at={d.due_at} />}
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={d.state} />
          {d.reasons.length > 0 && <div class="tell wait"><h2>{t('filing.reasons')}</h2><ul>{d.reasons.map((r) => <li key={r}>{r}</li>)}</ul></div>}
          <DomainFlags of={d.flags} />
          {has('registrar') && d.flags.filter((f) => !f.cleared_at).map((f) => <ClearFlag key={f.id} flag={f} path={path} />)}
          <Group title={t('domain.holder')}>
            <Facts of={[
              [t('subject.name'), holder(d.holder)],
              [t('subject.kind'), word('holder', d.holder.kind)],
              [t('domain.verified'), d.verified && <><When at={d.verified.at} /> · {word('domain_how', d.verified.how)} · {d.verified.person?.display_name ?? d.verified.by}</>],
            ]} />
          </Group>
          <Group title={t('domain.registration')} aside={<a href={`/rdap/domain/${d.name}`}>RDAP</a>}>
            <Facts of={[
              [t('filing.domains'), <span class="mono">{d.name}</span>],
              [t('domain.registrar'), d.registrar],
              [t('domain.created'), d.created_at && <When at={d.created_at} />],
              [t('domain.expires'), d.expires_at && <When at={d.expires_at} />],
              [t('domain.updated'), d.updated_at && <When at={d.updated_at} />],
              [t('domain.servers'), d.name_servers.join(', ')],
              [t('domain.status'), d.status.join(', ')],
              [t('domain.mirrored'), <><When at={d.mirrored_at} /> · {d.source}{d.mirrored_late && <> · <b>{t('domain.late')}</b></>}</>],
            ]} />
          </Group>
          {d.relations.length > 0 && (
            <Group title={t('domain.relations')}>
              <ul class="links">{d.relations.map((r) => <li key={r.id}><a href={`/subjects/${r.subject_id}`}>{word('relation', r.relation)}</a><span class="meta">{r.evidence} · <When at={r.recorded_at} /></span>{has('registrar') && <button class="small" onClick={() => void ask(`${path}/relations/${r.id}/events`, { body: { event: 'end' } }).then(() => stale((p) => p === path))}>{t('domain.relation.end')}</button>}</li>)}</ul>
            </Group>
          )}
          {has('registrar') && <Relate path={path} />}
          <Group title={t('domain.holdings')}>
            <ul class="links">{d.holdings.map((h) => <li key={h.from}><span>{h.holder ? holder(h.holder) : h.holder_id}</span><span class="meta"><When at={h.from} /> – {h.until ? <When at={h.until} /> : t('domain.today')}</span></li>)}</ul>
          </Group>
          <Group title={t('page.related')}><Links of={d.filing ? [d.filing] : []} /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><DomainSteps domain={d} path={path} etag={etag} /></Group>
          <Group title={t('page.timeline')}><Timeline of={d.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
