// Debarments of entities: which wait for whom, which are in force, and when they end.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Debarment, DebarmentLine, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

export const debarmentStates = ['proposed', 'notified', 'heard', 'active', 'reviewed', 'expired', 'removed'];
export const whose = (d: DebarmentLine): string => d.subject_name ?? t('debarments.individual', { number: d.subject_number });

export function ProposeDebarment({ subject, onClose }: { subject: string; onClose: () => void }) {
  const [form, setForm] = useState({ subject_id: subject, cause: 'false_filing', reason: '', law: '', decision_ref: '', decided_at: '' });
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Debarment>('/debarments', { body: { ...form, subject_id: form.subject_id.trim().split('/').pop(), decided_at: form.decided_at + 'T00:00:00Z' }, once: true });
    if (!answer.ok || !answer.data) return setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/debarments'));
    onClose();
    go(`/debarments/${answer.data.id}`);
  }
  return (
    <Dialog title={t('debarments.propose')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('debarments.propose')}</h1>
        <p class="soft">{t('debarments.propose.text')}</p>
        <div class="fields">
          <Field label={t('debarments.subject')} hint={t('debarments.subject.hint')}><input required value={form.subject_id} onInput={set('subject_id')} /></Field>
          <Field label={t('debarments.cause')}><select value={form.cause} onChange={set('cause')}>{['false_filing', 'authority_decision'].map((c) => <option key={c} value={c}>{word('debarment.cause', c)}</option>)}</select></Field>
          <Field label={t('debarments.reason')} hint={t('debarments.reason.hint')}><textarea required maxLength={2000} value={form.reason} onInput={set('reason')} /></Field>
          <Field label={t('case.law')}><input required maxLength={500} value={form.law} onInput={set('law')} /></Field>
          <Field label={t('debarments.decision')} hint={t('debarments.decision.hint')}><input required maxLength={200} value={form.decision_ref} onInput={set('decision_ref')} /></Field>
          <Field label={t('debarments.decided')}><input type="date" required value={form.decided_at} onInput={set('decided_at')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('debarments.propose')}</button></div>
      </form>
    </Dialog>
  );
}

export function Debarments() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('debarments.title') });
  const { query: q } = usePlace();
  const [proposing, setProposing] = useState(q.has('propose'));
  return (
    <>
      <Head title={t('debarments.title')} acts={<>
        <a class="button" href="/public/debarments">{t('debarments.public')}</a>
        {has('examiner') && <button class="primary" onClick={() => setProposing(true)}>{t('debarments.propose')}</button>}
      </>} />
      <p class="soft">{t('debarments.text')}</p>
      {proposing && <ProposeDebarment subject={q.get('propose') ?? ''} onClose={() => setProposing(false)} />}
      <div class="filters"><Chips name="state" label={t('list.by.state')} options={debarmentStates.map((s) => ({ value: s, text: word('debarment.state', s) }))} /></div>
      <Table<DebarmentLine>
        path={'/debarments' + query({ state: q.get('state'), limit: 100 })}
        id={(d) => d.id}
        open={(d) => `/debarments/${d.id}`}
        empty={<><h2>{t('debarments.none')}</h2><p>{t('debarments.none.do')}</p></>}
        columns={[
          { name: t('debarments.number'), cell: (d) => <a class="strong num" href={`/debarments/${d.id}`}>{d.number}</a> },
          { name: t('debarments.whom'), cell: (d) => whose(d) },
          { name: t('debarments.cause'), class: 'hide-narrow', cell: (d) => word('debarment.cause', d.cause) },
          { name: t('list.state'), cell: (d) => <State state={d.state} group="debarment.state" /> },
          { name: t('debarments.until'), cell: (d) => d.until ? <When at={d.until} /> : d.answer_by && d.state === 'notified' ? <Due at={d.answer_by} /> : <span class="soft">–</span> },
        ]}
      />
    </>
  );
}
