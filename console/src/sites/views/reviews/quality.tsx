// How well people and scores do: second reviews, agreement, known pages, months' reports. A tab of the tests' page.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { GoldenItem, GoldenScore, Problem as ProblemData, ReviewAgreement, ScoreReport, SecondReview } from '../../types';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { fault, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import { Table } from '../../../ui/table';

const judges = ['examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer'];
const canJudge = () => has(...judges);
const grounds = ['explicit_unlawful', 'age_assurance_missing', 'billing_fraud', 'phishing_or_malware'];

interface List<T> { items: T[]; next: string | null }

function Second() {
  const { data } = useResource<List<SecondReview> & { waiting: number }>('/second-reviews');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function take() {
    const answer = await ask<SecondReview>('/second-reviews', { body: {}, once: true });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/second-reviews'));
    if (answer.data) go(`/testing/reviews/${answer.data.id}`);
  }
  const mine = data?.items[0];
  return (
    <Group title={t('reviews.second')}>
      <p class="soft">{t('reviews.second.text')}</p>
      {mine ? <a href={`/testing/reviews/${mine.id}`}>{t('reviews.open')}</a> : (
        <div class="row"><span>{t('reviews.waiting', { n: number(data?.waiting ?? 0) })}</span>{(data?.waiting ?? 0) > 0 && <button onClick={() => void take()}>{t('reviews.take')}</button>}</div>
      )}
      <Problem problem={problem} />
    </Group>
  );
}

export function AgreementTable({ of }: { of: ReviewAgreement[] }) {
  if (of.length === 0) return <p class="soft">{t('reviews.agreement.none')}</p>;
  return (
    <table>
      <thead><tr><th>{t('reviews.month')}</th><th>{t('case.ground')}</th><th class="right">{t('reviews.pairs')}</th><th class="right">{t('reviews.agreed')}</th><th class="right">{t('reviews.kappa')}</th><th class="right">{t('reviews.alpha')}</th><th class="right hide-narrow">{t('reviews.golden.right')}</th><th class="right hide-narrow">{t('reviews.lapsed')}</th></tr></thead>
      <tbody>{of.map((a) => (
        <tr key={a.month + a.ground} title={a.too_few ? t('reviews.few') : ''}>
          <td class="num">{a.month}</td><td>{word('ground', a.ground)}</td><td class="right num">{number(a.pairs)}</td><td class="right num">{number(a.agreed)}</td>
          <td class={a.too_few ? 'right num meta' : 'right num'}>{a.kappa.toFixed(2)}</td><td class={a.too_few ? 'right num meta' : 'right num'}>{a.alpha.toFixed(2)}</td>
          <td class="right num hide-narrow">{a.golden_right} / {a.golden}</td><td class="right num hide-narrow">{number(a.lapsed)}</td>
        </tr>))}</tbody>
    </table>
  );
}

function Agreement() {
  const { data } = useResource<List<ReviewAgreement>>('/review-agreement');
  return <Group title={t('reviews.agreement')}><AgreementTable of={data?.items ?? []} /></Group>;
}

function Golden() {
  const [test, setTest] = useState('');
  const [ground, setGround] = useState(grounds[0] ?? '');
  const [right, setRight] = useState('violation');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const scored = useResource<List<GoldenScore>>('/golden-items/score');
  const again = () => stale((p) => p.startsWith('/golden-items'));
  async function add(e: Event) {
    e.preventDefault();
    const answer = await ask('/golden-items', { body: { test_id: test.trim().split('/').pop(), ground, answer: right }, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok) setTest('');
    again();
  }
  async function say(x: GoldenItem, event: string, said?: string) {
    const answer = await ask(`/golden-items/${x.id}/events`, { body: said ? { event, answer: said } : { event } });
    setProblem(answer.problem ?? null);
    again();
  }
  return (
    <Group title={t('reviews.golden')}>
      <p class="soft">{t('reviews.golden.text')}</p>
      <Table<GoldenItem>
        path="/golden-items?limit=100"
        id={(x) => x.id}
        empty={<><h2>{t('reviews.golden.none')}</h2><p>{t('reviews.golden.none.do')}</p></>}
        columns={[
          { name: t('visit.url'), cell: (x) => (canJudge() ? <a href={`/testing/visits/${x.test_id}`}>{x.address}</a> : x.address) },
          { name: t('case.ground'), cell: (x) => word('ground', x.ground) },
          { name: t('list.state'), cell: (x) => <State state={x.state} /> },
          { name: t('reviews.golden.answer'), class: 'hide-narrow', cell: (x) => (x.answer ? word('answer', x.answer) : '') },
          { name: '', cell: (x) => canJudge() && x.state !== 'retired' ? (
            <span class="row">
              {x.state === 'proposed' && !x.answer && ['violation', 'none'].map((a) => <button key={a} class="small" onClick={() => void say(x, 'confirm', a)}>{word('answer', a)}</button>)}
              <button class="small danger" onClick={() => void say(x, 'retire')}>{word('event', 'retire')}</button>
            </span>) : null },
        ]}
      />
      <Problem problem={problem} />
      {scored.data && scored.data.items.length > 0 && (
        <div><h3>{t('reviews.scored')}</h3>{scored.data.items.map((s) => <p key={s.ground}>{word('ground', s.ground)}: {t('reviews.scored.line', { found: s.found, violations: s.violations, wrong: s.false_clues, none: s.none })}</p>)}</div>
      )}
      {canJudge() && (
        <details>
          <summary>{t('reviews.golden.new')}</summary>
          <form class="fields" onSubmit={(e) => void add(e)}>
            <Field label={t('reviews.golden.test')} hint={t('reviews.golden.test.hint')} fault={fault(problem, 'test_id')}><input value={test} required spellcheck={false} onInput={(e) => setTest(e.currentTarget.value)} /></Field>
            <Field label={t('case.ground')} fault={fault(problem, 'ground')}><select value={ground} onChange={(e) => setGround(e.currentTarget.value)}>{grounds.map((g) => <option key={g} value={g}>{word('ground', g)}</option>)}</select></Field>
            <Field label={t('reviews.golden.answer')} fault={fault(problem, 'answer')}><select value={right} onChange={(e) => setRight(e.currentTarget.value)}>{['violation', 'none'].map((a) => <option key={a} value={a}>{word('answer', a)}</option>)}</select></Field>
            <div><button>{t('reviews.golden.add')}</button></div>
          </form>
        </details>
      )}
    </Group>
  );
}

// What was said against what people found; on the diagonal the two are the same.
export function Plot({ of }: { of: ScoreReport['bins'] }) {
  const x = (v: number) => 30 + v * 180;
  const y = (v: number) => 200 - v * 180;
  return (
    <svg viewBox="0 0 220 225" width="220" height="225" role="img" aria-label={t('reviews.plot')}>
      <rect x="30" y="20" width="180" height="180" fill="none" stroke="var(--line)" />
      <line x1="30" y1="200" x2="210" y2="20" stroke="var(--line)" stroke-dasharray="4" />
      {of.filter((b) => b.count > 0).map((b) => <circle key={b.from} cx={x(b.mean)} cy={y(b.share)} r={3 + Math.log10(b.count + 1) * 2} fill="var(--accent)" fill-opacity="0.6"><title>{`${b.mean.toFixed(2)} → ${b.share.toFixed(2)} (${b.count})`}</title></circle>)}
      {[0, 0.5, 1].map((v) => <g key={v} font-size="9" fill="currentColor"><text x={x(v)} y="213" text-anchor="middle">{v}</text><text x="25" y={y(v) + 3} text-anchor="end">{v}</text></g>)}
    </svg>
  );
}

function Reports() {
  const { data } = useResource<List<ScoreReport>>('/score-reports');
  const month = new Date().toISOString().slice(0, 7);
  return (
    <Group title={t('reviews.reports')} aside={<a href={`/testing/reports/${month}`}>{t('reviews.now')}</a>}>
      {!data || data.items.length === 0 ? <p class="soft">{t('reviews.reports.none')}</p> : (
        <table>
          <thead><tr><th>{t('reviews.month')}</th><th /><th class="right">{t('reviews.brier')}</th><th class="right">{t('reviews.error')}</th><th class="right" title={t('reviews.drift.hint')}>{t('reviews.drift')}</th></tr></thead>
          <tbody>{data.items.map((r) => <tr key={r.month}><td><a href={`/testing/reports/${r.month}`}>{r.month}</a></td><td>{t('reviews.outcomes', { n: number(r.outcomes) })}</td><td class="right num">{r.brier.toFixed(3)}</td><td class="right num">{r.calibration_error.toFixed(3)}</td><td class={r.drift_max >= 0.25 ? 'right num late' : 'right num'}>{r.drift_max.toFixed(2)}</td></tr>)}</tbody>
        </table>
      )}
    </Group>
  );
}

export function Quality() {
  return (
    <div class="stack">
      <p class="soft">{t('reviews.text')}</p>
      {canJudge() && <Second />}
      <Agreement />
      <Reports />
      {(canJudge() || has('auditor') || has('supervisor')) && <Golden />}
    </div>
  );
}
