// Devices of a dealer: each is bound to a person and a place by a one-time code; one that is lost is revoked at once.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { DealerDevice, DealerPlace, DealerWorker, List, Problem as ProblemData } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { ReasonField } from '../../ui/reason';

const tones: Record<string, string> = { in_use: 'good', frozen: 'wait', revoked: 'gone' };

function Revoke({ dealer, device, onClose }: { dealer: string; device: DealerDevice; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/dealers/${dealer}/devices/${device.id}/events`, { body: { event: 'revoke', reason } });
    if (!answer.ok) return;
    stale((p) => p.startsWith(`/dealers/${dealer}`));
    onClose();
  }
  return (
    <Dialog title={t('device.revoke')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('device.revoke')}</h1>
        <p class="soft">{t('device.revoke.text', { label: device.label })}</p>
        <div class="fields"><ReasonField codes={['lost', 'stolen', 'left']} value={reason} onChange={setReason} fault={fault(problem, 'reason')} /></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="danger" disabled={busy}>{t('device.revoke')}</button></div>
      </form>
    </Dialog>
  );
}

function NewCode({ dealer, onClose }: { dealer: string; onClose: () => void }) {
  const people = useResource<List<DealerWorker>>(`/dealers/${dealer}/people?limit=500`);
  const places = useResource<List<DealerPlace>>(`/dealers/${dealer}/places?limit=500`);
  const [person, setPerson] = useState(''), [place, setPlace] = useState('');
  const [made, setMade] = useState<{ code: string; expires_at: string } | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<{ code: string; expires_at: string }>(`/dealers/${dealer}/device-codes`, { body: { person_id: person, place } });
    setProblem(answer.problem ?? null);
    setMade(answer.data ?? null);
  }
  const working = people.data?.items.filter((w) => !w.until) ?? [];
  return (
    <Dialog title={t('device.code')} onClose={onClose}>
      {made ? (
        <div class="inside">
          <h1>{t('device.code')}</h1>
          <p>{t('device.code.made')}</p>
          <pre class="canonical strong">{made.code}</pre>
          <p class="soft">{t('device.code.until')} <Due at={made.expires_at} /></p>
          <div class="acts"><button class="primary" onClick={onClose}>{t('act.close')}</button></div>
        </div>
      ) : (
        <form class="inside" onSubmit={(e) => void send(e)}>
          <h1>{t('device.code')}</h1>
          <p class="soft">{t('device.code.text')}</p>
          <div class="fields">
            <Field label={t('worker.one')} fault={fault(problem, 'person_id')}><select required value={person} onChange={(e) => setPerson(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{working.map((w) => <option value={w.person_id} key={w.id}>{w.person?.display_name ?? w.person_id}</option>)}</select></Field>
            <Field label={t('registration.place')} fault={fault(problem, 'place')}><select required value={place} onChange={(e) => setPlace(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{places.data?.items.map((p) => <option value={p.code} key={p.code}>{p.code} · {p.region}</option>)}</select></Field>
          </div>
          {people.data && working.length === 0 && <p class="tell wait">{t('device.code.nobody')}</p>}
          <Problem problem={problem} />
          <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('device.code')}</button></div>
        </form>
      )}
    </Dialog>
  );
}

export function Devices({ dealer, active }: { dealer: string; active: boolean }) {
  const [revoking, setRevoking] = useState<DealerDevice | null>(null);
  const [coding, setCoding] = useState(false);
  const revokes = has('registrar', 'operator', 'compliance_officer', 'partner_user');
  return (
    <Group title={t('devices.title')} aside={active && has('registrar', 'operator') && <button class="small" onClick={() => setCoding(true)}>{t('device.code')}</button>}>
      <Table<DealerDevice>
        path={`/dealers/${dealer}/devices?limit=20`}
        id={(d) => d.id}
        empty={<p>{t('devices.none')}</p>}
        columns={[
          { name: t('device.label'), cell: (d) => <b>{d.label || `…${d.id.slice(-6)}`}</b> },
          { name: t('list.state'), cell: (d) => <State state={d.state} group="device_state" tone={tones[d.state]} /> },
          { name: t('worker.one'), class: 'hide-narrow', cell: (d) => d.person?.display_name },
          { name: t('registration.place'), class: 'hide-narrow', cell: (d) => d.place },
          { name: t('device.synced'), class: 'hide-narrow', cell: (d) => <When at={d.synced_at} /> },
          { name: t('device.frozen'), class: 'hide-narrow', cell: (d) => (d.state === 'in_use' ? <Due at={d.frozen_at} /> : d.reason && word('reason', d.reason)) },
          { name: t('page.next'), class: 'right', cell: (d) => revokes && d.state !== 'revoked' && <button class="small" onClick={() => setRevoking(d)}>{t('device.revoke')}</button> },
        ]}
      />
      {revoking && <Revoke dealer={dealer} device={revoking} onClose={() => setRevoking(null)} />}
      {coding && <NewCode dealer={dealer} onClose={() => setCoding(false)} />}
    </Group>
  );
}
