// What the dealer answered, and the decision.
import { useState } from 'preact/hooks';
import { t, word } from '../../../i18n';
import type { Dispute, Problem as ProblemData } from '../../types';
import { act, Dialog, Field } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { ReasonField } from '../../ui/reason';

// Which outcomes a kind of dispute can have.
export const outcomesOf = (kind: string): string[] => (kind === 'not_mine' ? ['closed', 'kept'] : ['corrected', 'kept']);
const reasonsOf: Record<string, string[]> = {
  closed: ['no_evidence', 'dealer_admits', 'document_misused'],
  kept: ['evidence_stands', 'person_recognised_it', 'withdrawn'],
  corrected: ['corrected_by_two'],
};

export function DealerSaid({ path, etag, onClose }: { path: string; etag: string | undefined; onClose: () => void }) {
  const [answer, setAnswer] = useState(''), [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, 'note_answer', { answer, ...(words.trim() ? { words: words.trim() } : {}) });
    setBusy(false);
    setProblem(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog title={word('dispute_event', 'note_answer')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{word('dispute_event', 'note_answer')}</h1>
        <div class="fields">
          <Field label={t('dispute.dealer.says')} fault={fault(problem, 'answer')}>
            <select required value={answer} onChange={(e) => setAnswer(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{['confirms', 'admits', 'no_record'].map((a) => <option value={a} key={a}>{word('dealer_answer', a)}</option>)}</select>
          </Field>
          <Field label={t('dispute.dealer.words')} hint={t('dispute.dealer.words.hint')} fault={fault(problem, 'words')}><textarea maxLength={2000} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{word('dispute_event', 'note_answer')}</button></div>
      </form>
    </Dialog>
  );
}

export function Decide({ of: d, path, etag, onClose }: { of: Dispute; path: string; etag: string | undefined; onClose: () => void }) {
  const [outcome, setOutcome] = useState(''), [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, 'decide', { outcome, reason });
    setBusy(false);
    setProblem(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog title={word('dispute_event', 'decide')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{word('dispute_event', 'decide')}</h1>
        <div class="fields">
          <fieldset>
            <legend>{t('dispute.outcome')}</legend>
            {outcomesOf(d.kind).map((o) => (
              <label class="check" key={o}><input type="radio" name="outcome" required checked={outcome === o} onChange={() => { setOutcome(o); setReason(''); }} /><span><b>{word('dispute_outcome', o)}</b> <span class="soft">{word('dispute_outcome_text', o)}</span></span></label>
            ))}
          </fieldset>
          {outcome && <ReasonField key={outcome} codes={reasonsOf[outcome]!} value={reason} onChange={setReason} fault={fault(problem, 'reason')} />}
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class={outcome === 'closed' ? 'danger' : 'primary'} disabled={busy || !outcome}>{word('dispute_event', 'decide')}</button></div>
      </form>
    </Dialog>
  );
}
