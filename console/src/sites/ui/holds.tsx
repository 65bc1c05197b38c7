// Until when evidence is kept and what keeps it; legal holds, set and lifted by whoever may.
import { useState } from 'preact/hooks';
import { query } from '../../api/client';
import { stale, useResource } from '../../api/resource';
import { has } from '../../app/session';
import { t, word } from '../../i18n';
import { date } from '../../i18n/format';
import { Dialog, Field, useAsking } from '../../ui/form';
import { Group } from '../../ui/page';
import { fault, Problem } from '../../ui/problem';
import { State, When } from '../../ui/state';
import { Chips, Table } from '../../ui/table';
import { recordPlace } from '../places';
import type { EvidenceFate, EvidenceHold } from '../types_evidence';

const changed = () => stale((p) => p.includes('/retention') || p.startsWith('/evidence-holds'));
const day = (value: string) => (value ? `${value}T00:00:00Z` : undefined);

interface Subject { site?: string; case_id?: string; case_number?: string }

function SetHold({ of, onClose }: { of: Subject; onClose: () => void }) {
  const kinds = [of.case_id && 'case', 'site', 'period'].filter(Boolean) as string[];
  const [kind, setKind] = useState(kinds[0]!);
  const [site, setSite] = useState(of.site ?? '');
  const [said, setSaid] = useState({ from: '', to: '', law: '', reference: '', reason: '', until: '' });
  const { busy, problem, ask } = useAsking();
  const put = (name: keyof typeof said) => (e: { currentTarget: { value: string } }) => setSaid({ ...said, [name]: e.currentTarget.value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask('/evidence-holds', { once: true, body: {
      kind, ...(kind === 'site' ? { site } : kind === 'case' ? { case_id: of.case_id } : { from: day(said.from), to: day(said.to) }),
      law: said.law, reference: said.reference, reason: said.reason, ...(said.until && { until: day(said.until) }) } });
    if (!answer.ok) return;
    changed();
    onClose();
  }
  return (
    <Dialog title={t('hold.set')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('hold.set')}</h1>
        <p class="soft">{t('hold.set.text')}</p>
        <div class="fields">
          <Field label={t('hold.kind')} fault={fault(problem, 'kind')}>
            <select value={kind} onChange={(e) => setKind(e.currentTarget.value)}>{kinds.map((k) => <option key={k} value={k}>{word('hold.kind', k)}{k === 'case' ? ` ${of.case_number}` : ''}</option>)}</select>
          </Field>
          {kind === 'site' && <Field label={t('hold.site')} hint={t('hold.site.hint')} fault={fault(problem, 'site')}><input required value={site} spellcheck={false} onInput={(e) => setSite(e.currentTarget.value)} /></Field>}
          {kind === 'period' && <>
            <Field label={t('hold.from')} fault={fault(problem, 'from')}><input type="date" required value={said.from} onInput={put('from')} /></Field>
            <Field label={t('hold.to')} fault={fault(problem, 'to')}><input type="date" required value={said.to} onInput={put('to')} /></Field>
          </>}
          <Field label={t('hold.law')} fault={fault(problem, 'law')}><input required maxLength={200} value={said.law} onInput={put('law')} /></Field>
          <Field label={t('hold.reference')} hint={t('custody.reference.hint')} fault={fault(problem, 'reference')}><input required maxLength={60} value={said.reference} onInput={put('reference')} /></Field>
          <Field label={t('hold.reason')} hint={t('custody.reference.hint')} fault={fault(problem, 'reason')}><textarea required maxLength={1000} value={said.reason} onInput={put('reason')} /></Field>
          <Field label={t('hold.until')} hint={t('hold.until.hint')} fault={fault(problem, 'until')}><input type="date" value={said.until} onInput={put('until')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('hold.set')}</button></div>
      </form>
    </Dialog>
  );
}

function LiftHold({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/evidence-holds/${id}/events`, { body: { event: 'lift', reasons: [reason] } });
    if (!answer.ok) return;
    changed();
    onClose();
  }
  return (
    <Dialog title={t('hold.lift')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('hold.lift')}</h1>
        <p class="soft">{t('hold.lift.text')}</p>
        <div class="fields"><Field label={t('hold.lift.reason')} hint={t('custody.reference.hint')}><textarea required maxLength={1000} value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('hold.lift')}</button></div>
      </form>
    </Dialog>
  );
}

function Lift({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  return <>
    <button class="small" onClick={() => setAsking(true)}>{t('hold.lift')}</button>
    {asking && <LiftHold id={id} onClose={() => setAsking(false)} />}
  </>;
}

export function SetHoldButton({ of }: { of: Subject }) {
  const [asking, setAsking] = useState(false);
  if (!has('examiner', 'decider', 'security_decider', 'appeal_officer')) return null;
  return <>
    <div><button onClick={() => setAsking(true)}>{t('hold.set')}</button></div>
    {asking && <SetHold of={of} onClose={() => setAsking(false)} />}
  </>;
}

const ofWhat = (h: EvidenceHold) => (h.kind === 'site' ? <span class="mono wrap">{h.site}</span> : h.kind === 'case' ? <a href={`/cases/${h.case_id}`}>{h.case_number}</a> : <span class="num">{date(h.from ?? '')} – {date(h.to ?? '')}</span>);
const standing = (h: EvidenceHold) => <State state={h.stands ? 'standing' : h.lifted_at ? 'lifted' : 'ended'} group="hold.state" tone={h.stands ? 'wait' : 'gone'} />;

function Keepers({ of }: { of: EvidenceFate }) {
  if (of.keepers.length === 0) return null;
  return (
    <ul class="links">
      {of.keepers.map((k) => {
        const place = recordPlace(k.kind, k.ref) ?? (k.kind === 'reference' ? `/testing/visits/${k.ref}` : null);
        const text = `${word('keeper', k.kind)} ${k.label}`.trim();
        return (
          <li key={k.kind + k.ref}>
            {place ? <a href={place}>{text}</a> : <span>{text}</span>}
            <span class="meta">{k.kind === 'hold' ? (k.ends_at ? t('hold.ends', { at: date(k.ends_at) }) : t('hold.open')) : !k.stands ? t('keeper.closed', { at: date(k.since) }) : ''}</span>
            {k.kind === 'hold' && has('decider', 'security_decider', 'appeal_officer') && <Lift id={k.ref} />}
          </li>
        );
      })}
    </ul>
  );
}

function Fate({ of }: { of: EvidenceFate }) {
  if (of.destroyed)
    return <p class="late">{t('kept.destroyed', { at: date(of.destroyed.at), rule: word('rule', of.destroyed.rule), term: of.destroyed.term })} <span class="mono wrap">{of.destroyed.sha256}</span></p>;
  return <p>{of.ends_at ? t('kept.until', { at: date(of.ends_at), rule: word('rule', of.rule ?? '') }) : t('kept.open')}</p>;
}

// On a visit's page.
export function TestRetention({ test, host }: { test: string; host: string }) {
  const { data: fate, problem } = useResource<EvidenceFate>(`/tests/${test}/retention`);
  if (!fate) return problem ? <Problem problem={problem} /> : null;
  return (
    <Group title={t('kept.title')}>
      <Fate of={fate} />
      <Keepers of={fate} />
      {!fate.destroyed && <SetHoldButton of={{ site: host }} />}
    </Group>
  );
}

// On a case's page.
export function CaseRetention({ id, number, host }: { id: string; number: string; host: string }) {
  const { data: kept, problem } = useResource<{ tests: EvidenceFate[]; holds: EvidenceHold[] }>(`/cases/${id}/retention`);
  if (!kept) return problem ? <Problem problem={problem} /> : null;
  return (
    <Group title={t('kept.title')}>
      {kept.holds.length > 0 && <ul class="links">{kept.holds.map((h) => (
        <li key={h.id}><span>{t('hold.one', { law: h.law, reference: h.reference })}</span>{standing(h)}{h.may_lift && <Lift id={h.id} />}</li>
      ))}</ul>}
      {kept.tests.length === 0 ? <p class="soft">{t('kept.case.none')}</p> : kept.tests.map((f) => (
        <div key={f.test_id}><a class="mono wrap" href={`/testing/visits/${f.test_id}`}>{f.url ?? t('kept.sealed')}</a><Fate of={f} /><Keepers of={f} /></div>
      ))}
      <SetHoldButton of={{ site: host, case_id: id, case_number: number }} />
    </Group>
  );
}

// Every hold there is, a tab of testing.
export function HoldsTab({ query: q }: { query: URLSearchParams }) {
  const only = q.get('standing') === 'yes' ? 'yes' : undefined;
  return (
    <>
      <p class="soft">{t('hold.text')}</p>
      <div class="filters"><Chips name="standing" label={t('list.by.state')} options={[{ value: 'yes', text: t('hold.standing') }]} /></div>
      <Table<EvidenceHold>
        path={'/evidence-holds' + query({ standing: only, limit: 100 })}
        id={(h) => h.id}
        empty={<><h2>{t('hold.none')}</h2><p>{t('hold.none.do')}</p></>}
        columns={[
          { name: t('hold.of'), cell: (h) => <>{word('hold.kind', h.kind)} {ofWhat(h)}</> },
          { name: t('hold.law'), cell: (h) => <>{h.law}, <span class="num">{h.reference}</span></> },
          { name: t('hold.reason'), class: 'hide-narrow', cell: (h) => <span class="soft">{h.lift_reason ?? h.reason}</span> },
          { name: t('hold.set.by'), class: 'hide-narrow', cell: (h) => <>{h.set_by?.display_name} <When at={h.set_at} /></> },
          { name: t('hold.until'), class: 'hide-narrow', cell: (h) => <When at={h.lifted_at ?? h.until} /> },
          { name: t('hold.state'), cell: (h) => standing(h) },
          { name: t('hold.lift'), cell: (h) => (h.may_lift ? <Lift id={h.id} /> : null) },
        ]}
      />
      <SetHoldButton of={{}} />
    </>
  );
}
