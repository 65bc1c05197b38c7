// Another SIM goes in: the one that was in it ends, for good.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { Line, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';

const reasons = ['lost', 'damaged', 'upgrade'];

export function ChangeSim({ line, etag, onClose }: { line: Line; etag: string | undefined; onClose: () => void }) {
  const [iccid, setIccid] = useState('');
  const [imsi, setImsi] = useState('');
  const [fresh, setFresh] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const path = `/lines/${line.id}`;
  async function send(e: Event) {
    e.preventDefault();
    if (fresh) {
      const added = await ask('/sims', { body: { iccid: iccid.trim(), imsi: imsi.trim() } });
      if (!added.ok && !['already_exists', 'sim_exists'].includes(added.problem?.code ?? '')) return setProblem(added.problem ?? null);
    }
    const answer = await ask<Line>(`${path}/sim`, { method: 'PUT', body: { iccid: iccid.trim(), reason }, ifMatch: etag });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    if (answer.data) put(path, answer.data, answer.etag);
    else stale((p) => p === path);
    onClose();
  }
  return (
    <Dialog title={t('sim.change')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('sim.change')}</h1>
        <p class="soft">{t('sim.change.text')}</p>
        <div class="fields">
          <Field label={t('sim.iccid')} hint={t('sim.iccid.hint')} fault={fault(problem, 'iccid')}><input required inputMode="numeric" autocomplete="off" maxLength={24} value={iccid} onInput={(e) => setIccid(e.currentTarget.value)} /></Field>
          <label class="check"><input type="checkbox" checked={fresh} onChange={() => setFresh(!fresh)} /><span>{t('sim.fresh')}</span></label>
          {fresh && <Field label={t('sim.imsi')} fault={fault(problem, 'imsi')}><input required inputMode="numeric" autocomplete="off" maxLength={20} value={imsi} onInput={(e) => setImsi(e.currentTarget.value)} /></Field>}
          <Field label={t('line.reason')}>
            <select required value={reason} onChange={(e) => setReason(e.currentTarget.value)}>
              <option value="">{t('purpose.choose')}</option>
              {reasons.map((r) => <option value={r} key={r}>{word('reason', r)}</option>)}
            </select>
          </Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('sim.change')}</button></div>
      </form>
    </Dialog>
  );
}
