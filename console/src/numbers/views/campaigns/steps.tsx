// The steps of a campaign; pausing and ending ask for a code as the reason.
import { useState } from 'preact/hooks';
import { t, word } from '../../../i18n';
import type { NextEvent, Problem as ProblemData } from '../../types';
import { act, Dialog, Field } from '../../../ui/form';
import { Problem } from '../../../ui/problem';

const reasons = ['court_order', 'authority_asked', 'network_trouble', 'goal_reached'];

function Asking({ path, etag, event, onClose }: { path: string; etag: string | undefined; event: NextEvent; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const name = word('campaign_event', event.event);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, event.event, event.needs_reasons ? { reason } : {});
    setBusy(false);
    setProblem(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{name}</h1>
        <p class="soft">{t(`campaign.${event.event}.text` as Parameters<typeof t>[0])}</p>
        {event.needs_reasons && (
          <div class="fields">
            <Field label={t('line.reason')} hint={t('line.reason.hint')}>
              <select required value={reason} onChange={(e) => setReason(e.currentTarget.value)}>
                <option value="">{t('purpose.choose')}</option>
                {reasons.map((r) => <option value={r} key={r}>{word('reason', r)}</option>)}
              </select>
            </Field>
          </div>
        )}
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button class={event.event === 'end' ? 'danger' : 'primary'} disabled={busy}>{name}</button>
        </div>
      </form>
    </Dialog>
  );
}

export function CampaignSteps({ path, etag, events }: { path: string; etag: string | undefined; events: NextEvent[] }) {
  const [asking, setAsking] = useState<NextEvent | null>(null);
  const open = events.filter((e) => e.allowed);
  const closed = events.filter((e) => !e.allowed);
  if (events.length === 0) return <p class="meta">{t('steps.none')}</p>;
  return (
    <div class="steps">
      {open.length > 0 && <div class="row">{open.map((e, i) => <button key={e.event} class={e.event === 'end' ? 'danger' : i === 0 ? 'primary' : ''} onClick={() => setAsking(e)}>{word('campaign_event', e.event)}</button>)}</div>}
      {closed.length > 0 && (
        <details open={open.length === 0}>
          <summary>{t('steps.closed', { n: closed.length })}</summary>
          {closed.map((e) => <div class="why" key={e.event}><b>{word('campaign_event', e.event)}</b>{e.why_not.map((w) => <span key={w.code}>{word('why', w.code)}</span>)}</div>)}
        </details>
      )}
      {asking && <Asking path={path} etag={etag} event={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}
