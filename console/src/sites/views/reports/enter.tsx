// A report by whoever is signed in: a trusted flagger's person, or the desk for what came by letter or telephone.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { GroundRules, Problem as ProblemData, ReportReceipt } from '../../types';
import { Field } from '../../../ui/form';
import { fault, Problem } from '../../../ui/problem';

export function EnterReport() {
  const grounds = useResource<{ items: GroundRules[] }>('/grounds');
  const [address, setAddress] = useState('');
  const [ground, setGround] = useState('phishing_or_malware');
  const [explanation, setExplanation] = useState('');
  const [done, setDone] = useState<ReportReceipt | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<ReportReceipt>('/reports', { body: { address, ground, explanation }, once: true });
    setProblem(answer.problem ?? null);
    setDone(answer.data ?? null);
    if (!answer.ok) return;
    setAddress('');
    setExplanation('');
    stale((p) => p.startsWith('/reports'));
  }
  const open = (grounds.data?.items ?? []).filter((g) => g.who !== 'contract');
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <p class="soft">{t('report.enter.text')}</p>
        <Field label={t('report.address')} fault={fault(problem, 'address')}><input value={address} required maxLength={2048} spellcheck={false} onInput={(e) => setAddress(e.currentTarget.value)} /></Field>
        <Field label={t('report.ground')} fault={fault(problem, 'ground')}>
          <select value={ground} onChange={(e) => setGround(e.currentTarget.value)}>{open.map((g) => <option key={g.ground} value={g.ground}>{word('ground', g.ground)}</option>)}</select>
        </Field>
        <Field label={t('report.words')} hint={t('report.words.hint')} fault={fault(problem, 'explanation')}><textarea value={explanation} required={ground !== 'child_abuse_material'} maxLength={4000} onInput={(e) => setExplanation(e.currentTarget.value)} /></Field>
        <Problem problem={problem} />
        {done && <p class="tell good" role="status">{t('report.enter.done', { number: done.number, secret: done.secret })}</p>}
        <div><button class="primary">{t('report.enter.act')}</button></div>
      </div>
    </form>
  );
}
