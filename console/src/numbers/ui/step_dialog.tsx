// A step of a line with its reason, which is a code: the list offers those that are known, and takes another one.
import { useState } from 'preact/hooks';
import { t, word } from '../../i18n';
import type { NextEvent, Problem as ProblemData } from '../types';
import { act, Dialog, Field } from '../../ui/form';
import { Problem } from '../../ui/problem';

const reasons = ['holder_asked', 'not_registered', 'fraud_suspected', 'court_order', 'lost'];
const grave = new Set(['bar', 'bar_one_way', 'disconnect', 'release']);

function ReasonCode({ path, etag, event, onClose }: { path: string; etag: string | undefined; event: NextEvent; onClose: () => void }) {
  const [chosen, setChosen] = useState('');
  const [own, setOwn] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const name = word('line_event', event.event);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, event.event, { reason: chosen === 'own' ? own.trim() : chosen });
    setBusy(false);
    setProblem(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{name}</h1>
        <p class="soft">{t(event.event === 'disconnect' ? 'line.disconnect.text' : event.event.startsWith('bar') ? 'line.bar.text' : 'line.step.text')}</p>
        <div class="fields">
          <Field label={t('line.reason')} hint={t('line.reason.hint')}>
            <select required value={chosen} onChange={(e) => setChosen(e.currentTarget.value)}>
              <option value="">{t('purpose.choose')}</option>
              {reasons.map((r) => <option value={r} key={r}>{word('reason', r)}</option>)}
              <option value="own">{t('line.reason.own')}</option>
            </select>
          </Field>
          {chosen === 'own' && <Field label={t('line.reason.code')} hint={t('line.reason.code.hint')}><input required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} value={own} onInput={(e) => setOwn(e.currentTarget.value)} /></Field>}
        </div>
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button class={grave.has(event.event) ? 'danger' : 'primary'} disabled={busy}>{name}</button>
        </div>
      </form>
    </Dialog>
  );
}

// Open steps as buttons; the others with every reason why not.
export function LineSteps({ path, etag, events, may }: { path: string; etag: string | undefined; events: NextEvent[]; may: boolean }) {
  const [asking, setAsking] = useState<NextEvent | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const open = may ? events.filter((e) => e.allowed) : [];
  const closed = events.filter((e) => !open.includes(e));
  if (events.length === 0) return <p class="meta">{t('steps.none')}</p>;
  return (
    <div class="steps">
      {open.length > 0 && (
        <div class="row">
          {open.map((e, i) => (
            <button key={e.event} class={grave.has(e.event) ? 'danger' : i === 0 ? 'primary' : ''} onClick={() => (e.needs_reasons ? setAsking(e) : void act(path, etag, e.event).then(setProblem))}>{word('line_event', e.event)}</button>
          ))}
        </div>
      )}
      {closed.length > 0 && (
        <details open={open.length === 0}>
          <summary>{t('steps.closed', { n: closed.length })}</summary>
          {closed.map((e) => (
            <div class="why" key={e.event}>
              <b>{word('line_event', e.event)}</b>
              {e.why_not.map((w) => <span key={w.code}>{w.sentence}</span>)}
              {e.why_not.length === 0 && <span>{may ? t('steps.not.now') : t('line.not.yours')}</span>}
            </div>
          ))}
        </details>
      )}
      <Problem problem={problem} />
      {asking && <ReasonCode path={path} etag={etag} event={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}
