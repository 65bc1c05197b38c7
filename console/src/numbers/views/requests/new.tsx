// A letter is entered by the first of two persons: under a law that the authority may ask by, for fields within it.
// Officer and subject go into the vault; what is typed here stands in the request's body alone.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { AuthorityRequest, AuthorityScope, List, Party } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { documentKinds } from '../persons/find';

const kinds = ['number', 'person', 'comparison'];
const purposes = ['inquiry', 'missing_person', 'emergency', 'court_case', 'audit'];
// Fields of which each kind of request can't ask.
const notOf: Record<string, string[]> = { number: ['numbers', 'match'], person: ['line_state', 'held_since', 'held_until', 'registered_at', 'sim', 'match'], comparison: [] };
export const fieldsOf = (kind: string, scope: string[]): string[] => (kind === 'comparison' ? scope.filter((f) => f === 'match') : scope.filter((f) => !notOf[kind]!.includes(f)));

export function NewRequest({ onClose }: { onClose: () => void }) {
  const authorities = useResource<List<Party>>('/parties?kind=authority&limit=500');
  const courts = useResource<List<Party>>('/parties?kind=court&limit=500');
  const [authority, setAuthority] = useState('');
  const scopes = useResource<List<AuthorityScope>>(authority ? `/authority-scopes?authority=${authority}` : null);
  const open = scopes.data?.items.filter((s) => !s.ended_at) ?? [];
  const [scopeId, setScope] = useState('');
  const [kind, setKind] = useState('number');
  const [chosen, setChosen] = useState(new Set<string>());
  const [delayed, setDelayed] = useState(false);
  const { busy, problem, ask } = useAsking();
  const scope = open.find((s) => s.id === scopeId);
  const offered = scope ? fieldsOf(kind, scope.fields) : [];
  const toggle = (f: string) => {
    const next = new Set(chosen);
    if (!next.delete(f)) next.add(f);
    setChosen(next);
  };
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries([...new FormData(e.currentTarget as HTMLFormElement)].filter(([, v]) => v !== '')) as Record<string, string>;
    const at = (name: string) => (typed[name] ? { [name]: new Date(typed[name]).toISOString() } : {});
    const answer = await ask<AuthorityRequest>('/authority-requests', { body: { ...typed, scope_id: scopeId, kind, fields: offered.filter((f) => chosen.has(f)), ...(typed['rows_max'] ? { rows_max: Number(typed['rows_max']) } : {}), ...at('about_at'), ...at('delay_until') } });
    if (!answer.data) return;
    stale((p) => p.startsWith('/authority-requests'));
    go(`/requests/${answer.data.id}`);
  }
  return (
    <Dialog title={t('request.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('request.new')}</h1>
        <p class="soft">{t('request.new.text')}</p>
        <div class="fields">
          <Field label={t('request.authority')}>
            <select required value={authority} onChange={(e) => { setAuthority(e.currentTarget.value); setScope(''); }}>
              <option value="">{t('purpose.choose')}</option>
              {[...(authorities.data?.items ?? []), ...(courts.data?.items ?? [])].map((p) => <option value={p.id} key={p.id}>{p.name}</option>)}
            </select>
          </Field>
          <Field label={t('request.law')} fault={fault(problem, 'scope_id')}>
            <select required value={scopeId} onChange={(e) => { setScope(e.currentTarget.value); setChosen(new Set()); }}>
              <option value="">{t('purpose.choose')}</option>
              {open.map((s) => <option value={s.id} key={s.id}>{s.law}</option>)}
            </select>
          </Field>
          {authority && scopes.data && open.length === 0 && <p class="tell wait">{t('request.scope.none')}</p>}
          <div class="two">
            <Field label={t('request.letter')} fault={fault(problem, 'letter')}><input name="letter" required maxLength={100} /></Field>
            <Field label={t('purpose.label')} fault={fault(problem, 'purpose')}><select name="purpose" required><option value="">{t('purpose.choose')}</option>{purposes.map((p) => <option value={p} key={p}>{word('purpose', p)}</option>)}</select></Field>
          </div>
          <div class="two">
            <Field label={t('request.officer')} fault={fault(problem, 'officer_name')}><input name="officer_name" required maxLength={100} autocomplete="off" /></Field>
            <Field label={t('request.officer.id')} fault={fault(problem, 'officer_id')}><input name="officer_id" required maxLength={100} autocomplete="off" /></Field>
          </div>
          <Field label={t('request.kind')}><select value={kind} onChange={(e) => { setKind(e.currentTarget.value); setChosen(new Set()); }}>{kinds.map((k) => <option value={k} key={k}>{word('request_kind', k)}</option>)}</select></Field>
          {kind === 'number' && <Field label={t('look.number')} fault={fault(problem, 'msisdn')}><input name="msisdn" type="tel" required autocomplete="off" /></Field>}
          {kind === 'person' && (
            <div class="two">
              <Field label={t('find.kind')} fault={fault(problem, 'document_kind')}><select name="document_kind">{documentKinds.map((k) => <option value={k} key={k}>{word('document', k)}</option>)}</select></Field>
              <Field label={t('find.country')} fault={fault(problem, 'document_country')}><input name="document_country" required maxLength={3} autocomplete="off" /></Field>
              <Field label={t('find.number')} fault={fault(problem, 'document_number')}><input name="document_number" required maxLength={64} autocomplete="off" /></Field>
            </div>
          )}
          {kind === 'comparison' && <Field label={t('request.rows')} hint={scope && t('request.rows.hint', { n: scope.comparisons })} fault={fault(problem, 'rows_max')}><input name="rows_max" type="number" required min={1} /></Field>}
          {scope && (
            <fieldset>
              <legend>{t('request.fields')}</legend>
              <span class="hint">{t('request.fields.hint')}</span>
              <div class="filters">{offered.map((f) => <button type="button" class="chip" key={f} aria-pressed={chosen.has(f)} onClick={() => toggle(f)}>{word('request_field', f)}</button>)}</div>
              {offered.length === 0 && <p class="meta">{t('request.fields.none')}</p>}
            </fieldset>
          )}
          <Field label={t('request.about')} hint={t('request.about.hint')} fault={fault(problem, 'about_at')}><input name="about_at" type="datetime-local" /></Field>
          <label class="check"><input type="checkbox" checked={delayed} onChange={() => setDelayed(!delayed)} /><span>{t('request.delay')}</span></label>
          {delayed && (
            <div class="two">
              <Field label={t('request.delay.until')} fault={fault(problem, 'delay_until')}><input name="delay_until" type="datetime-local" required /></Field>
              <Field label={t('request.delay.law')} fault={fault(problem, 'delay_law')}><input name="delay_law" required maxLength={200} /></Field>
            </div>
          )}
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy || !scope || ![...chosen].some((f) => offered.includes(f))}>{t('request.new.act')}</button></div>
      </form>
    </Dialog>
  );
}
