// Fields with their faults, dialogs, and the steps of a state machine with why each is open or closed.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Answer, type Ask } from '../api/client';
import { put, stale } from '../api/resource';
import { t, word } from '../i18n';
import type { NextEvent, Problem as ProblemData } from '../api/types';
import { Problem } from './problem';

export function Field({ label, hint, fault, children }: { label: string; hint?: string | undefined; fault?: string | undefined; children: ComponentChildren }) {
  return (
    <label>
      <span>{label}</span>
      {hint && <span class="hint">{hint}</span>}
      {children}
      {fault && <span class="fault" role="alert">{fault}</span>}
    </label>
  );
}

export function Dialog({ title, onClose, children, class: name }: { title: string; onClose: () => void; children: ComponentChildren; class?: string }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return (
    <dialog ref={box} class={name} aria-label={title} onClose={onClose} onClick={(e) => { if (e.target === box.current) box.current?.close(); }}>
      {children}
    </dialog>
  );
}

// For a form: busy while it is asked, and what the answer says is wrong.
export function useAsking() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function asking<T>(path: string, how?: Ask): Promise<Answer<T>> {
    setBusy(true);
    const answer = await ask<T>(path, how);
    setBusy(false);
    setProblem(answer.problem ?? null);
    return answer;
  }
  return { busy, problem, ask: asking };
}

interface Acting {
  path: string;          // of the record in the API, "/filings/…"; events go to path + "/events"
  etag: string | undefined;
  event: NextEvent;
  group: string;         // of the words for events
  onDone?: (() => void) | undefined;
  onClose: () => void;
}

function ReasonsDialog({ path, etag, event, group, onDone, onClose }: Acting) {
  const [reasons, setReasons] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const name = word(group, event.event);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const list = reasons.split('\n').map((r) => r.trim()).filter(Boolean);
    const answer = await act(path, etag, event.event, list.length ? { reasons: list } : {});
    setBusy(false);
    if (answer) setProblem(answer);
    else {
      onDone?.();
      onClose();
    }
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{name}</h1>
        <div class="fields">
          <Field label={event.needs_reasons ? t('steps.reasons') : t('steps.note')} hint={t('steps.reasons.hint')}>
            <textarea required={event.needs_reasons} value={reasons} onInput={(e) => setReasons(e.currentTarget.value)} />
          </Field>
        </div>
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button class="primary" disabled={busy}>{name}</button>
        </div>
      </form>
    </Dialog>
  );
}

// Sends an event; puts the answered record where its page reads it. Null: done.
export async function act(path: string, etag: string | undefined, event: string, more: Record<string, unknown> = {}): Promise<ProblemData | null> {
  const answer = await ask<Record<string, unknown>>(path + '/events', { body: { event, ...more }, ifMatch: etag });
  if (!answer.ok) {
    if (answer.status === 412 || answer.status === 409) stale((p) => p === path);
    return answer.problem ?? null;
  }
  if (answer.data && answer.etag) put(path, answer.data, answer.etag);
  else stale((p) => p === path);
  return null;
}

const grave = new Set(['cancel', 'lift', 'reverse', 'reject', 'refuse', 'revoke', 'dismiss', 'return', 'withdraw', 'retire']);

// Every step out of the present state: open ones as buttons, closed ones with every reason why. An event that needs more
// than reasons has a form of its own.
export function Steps({ path, etag, events, onDone, group = 'event', forms = {} }: { path: string; etag: string | undefined; events: NextEvent[]; onDone?: () => void; group?: string; forms?: Record<string, (close: () => void) => VNode> }) {
  const [asking, setAsking] = useState<NextEvent | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(false);
  if (events.length === 0) return <p class="meta">{t('steps.none')}</p>;
  async function press(e: NextEvent) {
    if (e.needs_reasons || grave.has(e.event) || forms[e.event]) return setAsking(e);
    setBusy(true);
    setProblem(await act(path, etag, e.event));
    setBusy(false);
    onDone?.();
  }
  const open = events.filter((e) => e.allowed);
  const closed = events.filter((e) => !e.allowed);
  return (
    <div class="steps">
      {open.length > 0 && (
        <div class="row">
          {open.map((e, i) => <button key={e.event} class={grave.has(e.event) ? 'danger' : i === 0 ? 'primary' : ''} disabled={busy} onClick={() => void press(e)}>{word(group, e.event)}</button>)}
        </div>
      )}
      {closed.length > 0 && (
        <details open={open.length === 0}>
          <summary>{t('steps.closed', { n: closed.length })}</summary>
          {closed.map((e) => (
            <div class="why" key={e.event}>
              <b>{word(group, e.event)}</b>
              {e.why_not.map((w) => <span key={w.code}>{w.sentence}</span>)}
              {e.why_not.length === 0 && <span>{t('steps.not.now')}</span>}
            </div>
          ))}
        </details>
      )}
      <Problem problem={problem} />
      {asking && forms[asking.event]?.(() => setAsking(null))}
      {asking && !forms[asking.event] && <ReasonsDialog path={path} etag={etag} event={asking} group={group} onDone={onDone} onClose={() => setAsking(null)} />}
    </div>
  );
}

// The state machine as a line: where we are.
export function Machine({ states, now, group = 'state' }: { states: string[]; now: string; group?: string }) {
  const at = states.indexOf(now);
  return (
    <ol class="machine" aria-label={t('machine.label')}>
      {states.map((s, i) => <li key={s} class={i === at ? 'now' : i < at ? 'past' : ''} aria-current={i === at ? 'step' : undefined}>{word(group, s)}</li>)}
      {at < 0 && <li class="now" aria-current="step">{word(group, now)}</li>}
    </ol>
  );
}
