// A check by hand: two persons, neither of whom captured it. What each said, and why I can or can't say my word.
import { useState } from 'preact/hooks';
import { has, me } from '../../../app/session';
import { t, word, type Key } from '../../../i18n';
import type { Problem as ProblemData, Registration } from '../../types';
import { act, Dialog } from '../../../ui/form';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';

// Every reason why this person's word is not asked for now; none: it is.
export function whyNot(r: Pick<Registration, 'state' | 'method' | 'captured_by' | 'checks'>, person: string, may: boolean): Key[] {
  const why: Key[] = [];
  if (r.method !== 'manual') why.push('check.not.manual');
  else if (r.state !== 'captured') why.push('check.not.waiting');
  if (!may) why.push('check.not.role');
  if (r.captured_by?.id === person) why.push('check.not.capturer');
  if (r.checks.some((c) => c.person?.id === person)) why.push('check.not.twice');
  return why;
}

export function Checks({ of: r, path, etag }: { of: Registration; path: string; etag: string | undefined }) {
  const [denying, setDenying] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const why = whyNot(r, me(), has('registrar', 'compliance_officer'));
  async function say(event: 'confirm' | 'deny') {
    setBusy(true);
    const failed = await act(path, etag, event);
    setBusy(false);
    setProblem(failed);
    setDenying(false);
  }
  const waiting = r.method === 'manual' && r.state === 'captured';
  return (
    <div class="steps">
      {r.method === 'manual' && (
        <ol class="signers">
          {[0, 1].map((i) => {
            const c = r.checks[i];
            if (!c && !waiting) return null;
            return (
              <li key={i}>
                <span class={c ? 'mark yes' : 'mark'}>{c ? (c.outcome === 'confirmed' ? '✓' : '✗') : i + 1}</span>
                <div>{c ? <>{c.person?.display_name ?? t('timeline.system')} {word('outcome', c.outcome)}<div class="meta"><When at={c.at} /></div></> : <span class="soft">{t(i === 0 ? 'check.first' : 'check.second')}</span>}</div>
              </li>
            );
          })}
        </ol>
      )}
      {why.length === 0 ? (
        <div class="row">
          <button class="primary" disabled={busy} onClick={() => void say('confirm')}>{word('registration_event', 'confirm')}</button>
          <button class="danger" disabled={busy} onClick={() => setDenying(true)}>{word('registration_event', 'deny')}</button>
        </div>
      ) : waiting ? (
        <details open>
          <summary>{t('check.why.not')}</summary>
          <div class="why">{why.map((k) => <span key={k}>{t(k)}</span>)}</div>
        </details>
      ) : <p class="soft">{t(r.state === 'captured' ? 'check.authority.next' : r.state === 'pending' ? 'check.authority.again' : 'steps.none')}</p>}
      <Problem problem={problem} />
      {denying && (
        <Dialog title={word('registration_event', 'deny')} onClose={() => setDenying(false)}>
          <div class="inside">
            <h1>{word('registration_event', 'deny')}</h1>
            <p>{t('check.deny.text')}</p>
            <div class="acts"><button onClick={() => setDenying(false)}>{t('act.cancel')}</button><button class="danger" disabled={busy} onClick={() => void say('deny')}>{word('registration_event', 'deny')}</button></div>
          </div>
        </Dialog>
      )}
    </div>
  );
}
