// Lines that a campaign leaves in peace, and until when. A line is named by its number, in the request's body alone.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Exemption, Problem as ProblemData } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';

const reasons = ['hospital', 'abroad', 'disability', 'authority_asked', 'emergency_service'];

function NewExemption({ path, onClose }: { path: string; onClose: () => void }) {
  const [msisdn, setMsisdn] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/exemptions`, { body: { msisdn: msisdn.trim(), reason, until: new Date(`${until}T00:00`).toISOString() } });
    if (!answer.ok) return;
    stale((p) => p.startsWith(path));
    onClose();
  }
  return (
    <Dialog title={t('exempt.act')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('exempt.act')}</h1>
        <p class="soft">{t('exempt.text')}</p>
        <div class="fields">
          <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input type="tel" required autocomplete="off" value={msisdn} onInput={(e) => setMsisdn(e.currentTarget.value)} /></Field>
          <Field label={t('line.reason')} hint={t('line.reason.hint')} fault={fault(problem, 'reason')}>
            <select required value={reason} onChange={(e) => setReason(e.currentTarget.value)}>
              <option value="">{t('purpose.choose')}</option>
              {reasons.map((r) => <option value={r} key={r}>{word('reason', r)}</option>)}
            </select>
          </Field>
          <Field label={t('exempt.until')} fault={fault(problem, 'until')}><input type="date" required value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('exempt.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Exemptions({ path, may }: { path: string; may: boolean }) {
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function lift(e: Exemption) {
    const answer = await ask(`/exemptions/${e.id}/events`, { body: { event: 'lift' } });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith(path));
  }
  return (
    <Group title={t('exempt.title')} aside={may && <button class="small" onClick={() => setAdding(true)}>{t('exempt.act')}</button>}>
      <Problem problem={problem} />
      <Table<Exemption>
        path={`${path}/exemptions?limit=50`}
        id={(e) => e.id}
        empty={<p>{t('exempt.none')}</p>}
        columns={[
          { name: t('line.number'), cell: (e) => <a class="cover num" href={`/lines/${e.line_id}`}>{(e.msisdn_masked ?? '…').replaceAll('*', '•')}</a> },
          { name: t('line.reason'), class: 'hide-narrow', cell: (e) => word('reason', e.reason) },
          { name: t('line.until'), cell: (e) => <When at={e.until} /> },
          { name: t('list.state'), cell: (e) => (e.ended_at ? <State state="ended" group="exemption" tone="gone" /> : <State state="open" group="exemption" tone="good" />) },
          { name: '', class: 'right', cell: (e) => may && !e.ended_at && <button class="small" onClick={() => void lift(e)}>{t('exempt.lift')}</button> },
        ]}
      />
      {adding && <NewExemption path={path} onClose={() => setAdding(false)} />}
    </Group>
  );
}
