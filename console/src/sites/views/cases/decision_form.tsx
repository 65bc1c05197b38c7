// The right column while nothing is signed: outcome, measure and scope with its effect, reasons. Nothing wider than the
// ground allows can be chosen; what each scope hits is said before it is chosen.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Case, Decision, Effect, List, Party, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';

export function EffectLine({ of }: { of: Effect }) {
  return (
    <span class="soft">
      {of.hit.length <= 1 ? t('effect.one', { name: of.hit[0] ?? of.scope.value }) : t('effect.hits', { n: number(of.hit.length), names: of.hit.slice(0, 4).join(', ') + (of.hit.length > 4 ? ' …' : '') })}
      {' '}
      {of.reachable.length > 0 ? t('effect.reachable', { n: number(of.reachable.length), names: of.reachable.slice(0, 3).join(', ') + (of.reachable.length > 3 ? ' …' : '') }) : t('effect.no.neighbours')}
      {of.beyond_case && <b class="late"> {t('effect.beyond')}</b>}
    </span>
  );
}

export function DecisionForm({ of: c, etag, onDone }: { of: Case; etag: string | undefined; onDone: () => void }) {
  const effects = c.effects ?? [];
  const draft = c.decision?.state === 'draft' ? c.decision : null;
  const [outcome, setOutcome] = useState(draft?.outcome ?? 'violation');
  const [choice, setChoice] = useState(Math.max(0, effects.findIndex((e) => draft && e.measure === draft.measure && e.scope.kind === draft.scope?.kind && e.scope.value === draft.scope?.value)));
  const [days, setDays] = useState(Math.min(30, Math.floor(c.rules.cap_hours / 24)));
  const [article, setArticle] = useState(draft?.article || c.rules.article || '');
  const [law, setLaw] = useState(draft?.law || c.rules.law || '');
  const [reasons, setReasons] = useState(draft?.reasons ?? '');
  const [notice, setNotice] = useState(draft?.prior_notice_id ?? c.notices?.[0]?.id ?? '');
  const [noNotice, setNoNotice] = useState(draft?.no_notice_reason ?? '');
  const [host, setHost] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const parties = useResource<List<Party>>(effects[choice]?.measure === 'hold' ? '/parties' + query({ kind: 'access_provider', limit: 500 }) : null);
  const violation = outcome === 'violation';
  const effect = effects[choice];
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const now = Date.now();
    const body = {
      outcome, reasons: reasons.trim(),
      ...(law.trim() ? { law: law.trim() } : {}), ...(article.trim() ? { article: article.trim() } : {}),
      ...(violation && effect ? { measure: effect.measure, scope: effect.scope, expires_at: new Date(now + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z') } : {}),
      ...(violation && effect?.measure === 'hold' && host ? { executor_id: host } : {}),
      ...(notice ? { prior_notice_id: notice } : noNotice.trim() ? { no_notice_reason: noNotice.trim() } : {}),
    };
    const answer = await ask<Decision>(`/cases/${c.id}/decision`, { body, ifMatch: etag });
    setBusy(false);
    setProblem(answer.problem ?? null);
    if (answer.ok) {
      stale((p) => p === `/cases/${c.id}` || p.startsWith('/decisions'));
      onDone();
    }
  }
  return (
    <form class="panel" id="decide" onSubmit={(e) => void send(e)}>
      <h2>{t('decide.title')}</h2>
      <div class="fields">
        <Field label={t('decide.outcome')}>
          <select value={outcome} onChange={(e) => setOutcome(e.currentTarget.value)}>{['violation', 'none', 'more_evidence'].map((o) => <option value={o} key={o}>{word('outcome', o)}</option>)}</select>
        </Field>
        {violation && (
          <fieldset class="scopes">
            <legend>{t('decide.scope')}</legend>
            {effects.length === 0 && <p class="soft">{t('decide.no.measure')}</p>}
            {effects.map((x, i) => (
              <label key={x.measure + x.scope.kind + x.scope.value}>
                <input type="radio" name="scope" checked={choice === i} onChange={() => setChoice(i)} />
                <span><span class="strong">{word('measure', x.measure)} · {word('scope', x.scope.kind)}</span><br /><span class="mono wrap">{x.scope.value}</span><br /><EffectLine of={x} /></span>
              </label>
            ))}
          </fieldset>
        )}
        {violation && effect?.measure === 'hold' && (
          <Field label={t('decide.executor')} fault={fault(problem, 'executor_id')}><select required value={host} onChange={(e) => setHost(e.currentTarget.value)}><option value="" />{parties.data?.items.map((p) => <option value={p.id} key={p.id}>{p.name}</option>)}</select></Field>
        )}
        {violation && (
          <Field label={t('decide.days')} hint={t('decide.days.hint', { n: number(Math.floor(c.rules.cap_hours / 24)) })} fault={fault(problem, 'expires_at')}>
            <input type="number" min={1} max={Math.max(1, Math.floor(c.rules.cap_hours / 24))} value={days} onInput={(e) => setDays(Number(e.currentTarget.value))} />
          </Field>
        )}
        <div class="two">
          <Field label={t('decide.law')} fault={fault(problem, 'law')}><input value={law} onInput={(e) => setLaw(e.currentTarget.value)} /></Field>
          <Field label={t('decide.article')} fault={fault(problem, 'article')}><input value={article} onInput={(e) => setArticle(e.currentTarget.value)} /></Field>
        </div>
        {violation && (c.notices?.length > 0
          ? <Field label={t('decide.notice')}><select value={notice} onChange={(e) => setNotice(e.currentTarget.value)}>{c.notices.map((n) => <option value={n.id} key={n.id}>{n.subject}</option>)}<option value="">{t('decide.notice.none')}</option></select></Field>
          : null)}
        {violation && !notice && <Field label={t('decide.no.notice')} hint={c.rules.needs_notice ? t('decide.notice.needed') : t('decide.no.notice.hint')} fault={fault(problem, 'no_notice_reason')}><textarea required value={noNotice} onInput={(e) => setNoNotice(e.currentTarget.value)} /></Field>}
        <Field label={t('decide.reasons')} hint={t('decide.reasons.hint')} fault={fault(problem, 'reasons')}><textarea required maxLength={10000} value={reasons} onInput={(e) => setReasons(e.currentTarget.value)} /></Field>
      </div>
      <Problem problem={problem} />
      <div><button class="primary" disabled={busy}>{t('decide.act')}</button></div>
      <p class="meta">{t('decide.next')}</p>
    </form>
  );
}
