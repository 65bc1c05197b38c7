// What looks odd at a point of sale. A rule finds, a person decides; nothing follows by itself.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { hasWord, t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { DealerSignal, Problem as ProblemData } from '../../types';
import { Dialog } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { ReasonField } from '../../ui/reason';

const notes = ['explained', 'known_event', 'rule_wrong', 'fraud_suspected', 'trained_anew'];

function Decide({ of: s, onClose }: { of: DealerSignal; onClose: () => void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(event: 'dismiss' | 'confirm') {
    if (!note) return setProblem({ status: 422, code: 'reason_missing', title: '', detail: t('signal.note.missing') });
    setBusy(true);
    const answer = await ask(`/dealer-signals/${s.id}/events`, { body: { event, note } });
    setBusy(false);
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    stale((p) => p.startsWith('/dealer-signals'));
    onClose();
  }
  return (
    <Dialog title={word('signal', s.code)} onClose={onClose}>
      <form class="inside" onSubmit={(e) => e.preventDefault()}>
        <h1>{word('signal', s.code)}</h1>
        <p>{hasWord('signal_text', s.code) ? word('signal_text', s.code) : s.sentence}</p>
        <p class="soft">{t('signal.counts', { n: number(s.count), usual: number(s.usual), day: s.day })}</p>
        <div class="fields"><ReasonField codes={notes} value={note} onChange={setNote} label={t('signal.note')} fault={fault(problem, 'note')} /></div>
        <p class="meta">{t('signal.text')}</p>
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button type="button" disabled={busy} onClick={() => void send('dismiss')}>{word('signal_event', 'dismiss')}</button>
          <button type="button" class="primary" disabled={busy} onClick={() => void send('confirm')}>{word('signal_event', 'confirm')}</button>
        </div>
      </form>
    </Dialog>
  );
}

// `dealer`: those of one dealer; without it those of all, by the state in the address.
export function Signals({ dealer }: { dealer?: string }) {
  const { query: q } = usePlace();
  const [deciding, setDeciding] = useState<DealerSignal | null>(null);
  const may = has('compliance_officer', 'supervisor');
  const state = dealer ? null : (q.get('state') ?? 'open');
  return (
    <>
      {!dealer && <><p class="soft">{t('signals.text')}</p><div class="filters"><Chips name="state" label={t('list.by.state')} options={['open', 'dismissed', 'confirmed'].map((s) => ({ value: s, text: word('signal_state', s) }))} /></div></>}
      <Table<DealerSignal>
        path={'/dealer-signals' + query({ state, dealer, limit: dealer ? 20 : 100 })}
        id={(s) => s.id}
        empty={<p>{t('signals.none')}</p>}
        columns={[
          { name: t('signal.what'), cell: (s) => <span title={s.sentence}>{word('signal', s.code)}</span> },
          { name: t('list.state'), cell: (s) => <State state={s.state} group="signal_state" tone={s.state === 'confirmed' ? 'stop' : s.state === 'dismissed' ? 'gone' : 'wait'} /> },
          ...(dealer ? [] : [{ name: t('dealer.name'), cell: (s: DealerSignal) => <a href={`/dealers/${s.dealer_id}`}>{s.dealer_name ?? s.dealer_id.slice(-6)}</a> }]),
          { name: t('signal.day'), class: 'hide-narrow', cell: (s) => <span class="num">{s.day}</span> },
          { name: t('signal.count'), class: 'right hide-narrow', cell: (s) => <span class="num" title={t('signal.usual', { n: number(s.usual) })}>{number(s.count)}{!dealer && <span class="meta"> {t('signal.usual', { n: number(s.usual) })}</span>}</span> },
          ...(dealer ? [] : [{ name: t('registration.device'), class: 'hide-narrow', cell: (s: DealerSignal) => s.device_id && <span class="mono">…{s.device_id.slice(-6)}</span> }]),
          { name: t('signal.decided'), class: 'hide-narrow', cell: (s) => s.decided_at && <><When at={s.decided_at} /> <span class="meta">{s.decider?.display_name} {s.note && word('reason', s.note)}</span></> },
          { name: t('page.next'), class: 'right', cell: (s) => may && s.state === 'open' && <button class="small" onClick={() => setDeciding(s)}>{t('signal.decide')}</button> },
        ]}
      />
      {deciding && <Decide of={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
