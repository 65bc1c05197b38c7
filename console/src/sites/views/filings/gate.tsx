// The access gate: ask for an access of a site, and see each check by itself.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Gate, GateCheck, List, Party, Problem as ProblemData } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { State } from '../../../ui/state';

const methods = ['cloud', 'virtual_host', 'colocation', 'dedicated_line', 'cdn', 'other'];
const tones: Record<string, string> = { passed: 'good', refused: 'stop', unknown: 'wait' };

export const mayAskAccess = () => has('registrar') || has('partner_user');

export function Checks({ of }: { of: GateCheck[] }) {
  return (
    <ul class="links checks">
      {of.map((c) => (
        <li key={c.check}>
          <span>{word('gate', c.check)}</span>
          <span class="meta">{c.reasons.map((r) => r.sentence).join(' ')}</span>
          <span><State state={c.outcome} group="outcome" tone={tones[c.outcome]} /></span>
        </li>
      ))}
    </ul>
  );
}

// What the gate would say of an access that is on record.
export function GateOf({ access }: { access: string }) {
  const [gate, setGate] = useState<Gate | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function look() {
    const answer = await ask<Gate>(`/accesses/${access}/gate`);
    setGate(answer.data ?? null);
    setProblem(answer.problem ?? null);
  }
  if (gate) return <Checks of={gate.checks} />;
  return <><button class="small" onClick={() => void look()}>{t('gate.look')}</button><Problem problem={problem} /></>;
}

export function AskAccess({ site, path }: { site: string; path: string }) {
  const parties = useResource<List<Party>>('/parties' + query({ kind: 'access_provider', limit: 500 }));
  const [gate, setGate] = useState<Gate | null>(null);
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const answer = await ask<Gate>('/access-requests', {
      once: true,
      body: { site, provider_id: text('provider'), method: text('method'), address_range: text('address_range'), ...(text('location') ? { server_location: text('location') } : {}) },
    });
    setGate(answer.data ?? null);
    if (answer.ok) stale((p) => p === path);
  }
  const f = (name: string) => fault(problem, name);
  return (
    <details>
      <summary>{t('gate.ask')}</summary>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <div class="two">
          <Field label={t('filing.provider')} fault={f('provider_id')}><select name="provider" required>{parties.data?.items.map((p) => <option value={p.id}>{p.name}</option>)}</select></Field>
          <Field label={t('access.method')}><select name="method">{methods.map((m) => <option value={m}>{word('method', m)}</option>)}</select></Field>
        </div>
        <div class="two">
          <Field label={t('access.address')} fault={f('address_range')}><input name="address_range" required placeholder="192.0.2.0/24" /></Field>
          <Field label={t('access.location')} fault={f('server_location')}><input name="location" /></Field>
        </div>
        <div><button class="primary" disabled={busy}>{t('gate.send')}</button></div>
        <Problem problem={problem} />
      </form>
      {gate && <><p><State state={gate.state} group="gate_state" tone={gate.state === 'open' ? 'good' : 'stop'} /></p><Checks of={gate.checks} /></>}
    </details>
  );
}
