// Trusted flaggers: proposed by one person, confirmed by another, revoked with a reason.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { GroundRules, List, Party, Problem as ProblemData, TrustedFlagger } from '../../types';
import { act, Dialog, Field } from '../../../ui/form';
import { fault, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';

const mayEnrol = () => has('operator') || has('supervisor');
const again = () => stale((p) => p.startsWith('/trusted-flaggers'));

function Propose() {
  const parties = useResource<List<Party>>('/parties' + query({ kind: 'trusted_flagger', limit: 500 }));
  const grounds = useResource<{ items: GroundRules[] }>('/grounds');
  const [party, setParty] = useState('');
  const [ground, setGround] = useState('phishing_or_malware');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function propose(e: Event) {
    e.preventDefault();
    const answer = await ask('/trusted-flaggers', { body: { party_id: party, ground }, once: true });
    setProblem(answer.problem ?? null);
    again();
  }
  const open = (grounds.data?.items ?? []).filter((g) => g.who !== 'contract');
  return (
    <details>
      <summary>{t('flaggers.new')}</summary>
      <form class="fields" onSubmit={(e) => void propose(e)}>
        <Field label={t('report.flagger')} hint={t('flaggers.party.hint')} fault={fault(problem, 'party_id')}>
          <select required value={party} onChange={(e) => setParty(e.currentTarget.value)}><option value="" />{(parties.data?.items ?? []).map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select>
        </Field>
        <Field label={t('report.ground')} fault={fault(problem, 'ground')}>
          <select value={ground} onChange={(e) => setGround(e.currentTarget.value)}>{open.map((g) => <option key={g.ground} value={g.ground}>{word('ground', g.ground)}</option>)}</select>
        </Field>
        <Problem problem={problem} />
        <div><button>{word('event', 'propose')}</button></div>
      </form>
    </details>
  );
}

function Revoke({ flagger, onClose }: { flagger: TrustedFlagger; onClose: () => void }) {
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const failed = await act(`/trusted-flaggers/${flagger.id}`, undefined, 'revoke', { reasons: [words] });
    if (failed) return setProblem(failed);
    again();
    onClose();
  }
  return (
    <Dialog title={t('flaggers.revoke')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('flaggers.revoke')}: {flagger.party}</h1>
        <div class="fields"><Field label={t('steps.reasons')}><textarea required maxLength={2000} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="danger">{t('flaggers.revoke')}</button></div>
      </form>
    </Dialog>
  );
}

export function Flaggers() {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [revoking, setRevoking] = useState<TrustedFlagger | null>(null);
  async function confirm(f: TrustedFlagger) {
    setProblem(await act(`/trusted-flaggers/${f.id}`, undefined, 'confirm'));
    again();
  }
  return (
    <div class="stack">
      <p class="soft">{t('flaggers.text')}</p>
      {revoking && <Revoke flagger={revoking} onClose={() => setRevoking(null)} />}
      <Table<TrustedFlagger>
        path="/trusted-flaggers"
        id={(f) => f.id}
        empty={<><h2>{t('flaggers.empty')}</h2><p>{t('flaggers.empty.do')}</p></>}
        columns={[
          { name: t('report.flagger'), cell: (f) => <span class="strong">{f.party ?? f.party_id}</span> },
          { name: t('report.ground'), cell: (f) => word('ground', f.ground) },
          { name: t('list.state'), cell: (f) => <State state={f.state} /> },
          { name: t('bundles.proposed'), class: 'hide-narrow', cell: (f) => f.proposed_by?.display_name ?? '' },
          { name: t('bundles.confirmed'), class: 'hide-narrow', cell: (f) => f.confirmed_by?.display_name ?? '' },
          { name: t('flaggers.reason'), class: 'hide-narrow', cell: (f) => f.reason ?? '' },
          { name: t('list.since'), class: 'hide-narrow', cell: (f) => <When at={f.state_since} /> },
          { name: '', cell: (f) => mayEnrol() && f.state !== 'revoked' ? (
            <span class="row">
              {f.state === 'proposed' && <button class="small" onClick={() => void confirm(f)}>{word('event', 'confirm')}</button>}
              <button class="small danger" onClick={() => setRevoking(f)}>{t('flaggers.revoke')}</button>
            </span>) : null },
        ]}
      />
      <Problem problem={problem} />
      {mayEnrol() && <Propose />}
    </div>
  );
}
