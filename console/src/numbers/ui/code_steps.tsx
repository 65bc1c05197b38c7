// The steps of a state machine whose reasons are codes: open ones as buttons, closed ones with every reason why not.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { hasWord, t, word } from '../../i18n';
import type { NextEvent, Problem as ProblemData } from '../types';
import { act, Dialog } from '../../ui/form';
import { fault, Problem } from '../../ui/problem';
import { ReasonField } from './reason';

interface Saying {
  group: string;                            // of the words for events
  reasons: string[];                        // codes that are offered
  text: (event: string) => string | null;   // said before the step; null: the step needs no second look
  grave: ReadonlySet<string>;
  reason?: (code: string) => Record<string, unknown>;  // how the body says it
  forms?: Record<string, (close: () => void) => VNode>; // steps that ask for more than a code
  onDone?: () => void;
}

const plain = (reason: string) => ({ reason });

function Asking({ path, etag, event, saying, onClose }: { path: string; etag: string | undefined; event: NextEvent; saying: Saying; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const name = word(saying.group, event.event);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, event.event, event.needs_reasons ? (saying.reason ?? plain)(reason) : {});
    setBusy(false);
    setProblem(failed);
    if (failed) return;
    saying.onDone?.();
    onClose();
  }
  const text = saying.text(event.event);
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{name}</h1>
        {text && <p class="soft">{text}</p>}
        {event.needs_reasons && <div class="fields"><ReasonField codes={saying.reasons} value={reason} onChange={setReason} fault={fault(problem, 'reason')} /></div>}
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button class={saying.grave.has(event.event) ? 'danger' : 'primary'} disabled={busy}>{name}</button>
        </div>
      </form>
    </Dialog>
  );
}

// `may`: false where the events don't know the role of who looks, and it is not theirs.
export function CodeSteps({ path, etag, events, saying, may = true }: { path: string; etag: string | undefined; events: NextEvent[]; saying: Saying; may?: boolean }) {
  const [asking, setAsking] = useState<NextEvent | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const open = may ? events.filter((e) => e.allowed) : [];
  const closed = events.filter((e) => !open.includes(e));
  if (events.length === 0) return <p class="meta">{t('steps.none')}</p>;
  const close = () => setAsking(null);
  const press = (e: NextEvent) => {
    if (e.needs_reasons || saying.forms?.[e.event] || saying.text(e.event)) return setAsking(e);
    void act(path, etag, e.event).then((failed) => { setProblem(failed); if (!failed) saying.onDone?.(); });
  };
  return (
    <div class="steps">
      {open.length > 0 && <div class="row">{open.map((e, i) => <button key={e.event} class={saying.grave.has(e.event) ? 'danger' : i === 0 ? 'primary' : ''} onClick={() => press(e)}>{word(saying.group, e.event)}</button>)}</div>}
      {closed.length > 0 && (
        <details open={open.length === 0}>
          <summary>{t('steps.closed', { n: closed.length })}</summary>
          {closed.map((e) => (
            <div class="why" key={e.event}>
              <b>{word(saying.group, e.event)}</b>
              {e.why_not.map((w) => <span key={w.code}>{hasWord('why', w.code) ? word('why', w.code) : w.sentence}</span>)}
              {e.why_not.length === 0 && <span>{may ? t('steps.not.now') : t('line.not.yours')}</span>}
            </div>
          ))}
        </details>
      )}
      <Problem problem={problem} />
      {asking && (saying.forms?.[asking.event]?.(close) ?? <Asking path={path} etag={etag} event={asking} saying={saying} onClose={close} />)}
    </div>
  );
}
