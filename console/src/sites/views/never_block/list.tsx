// Names that no order takes away with two signatures alone; and the changes of that list that somebody proposed.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { NeverBlockName, NeverBlockProposal, Protection } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';

const kinds = ['top_site', 'emergency', 'health', 'news_agency', 'resolver', 'operator_name'];
const states = ['open', 'proposed', 'confirmed', 'rejected'];
const refresh = () => stale((p) => p.startsWith('/never-block'));

function Kind({ now, onChange }: { now: string; onChange: (kind: string) => void }) {
  return <Field label={t('never.kind')}><select value={now} onChange={(e) => onChange(e.currentTarget.value)}>{kinds.map((k) => <option key={k} value={k}>{word('never.kind', k)}</option>)}</select></Field>;
}

function Propose({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ action: 'add', kind: 'emergency', names: '', reason: '' });
  const { busy, problem, ask } = useAsking();
  const bad = problem?.errors?.filter((e) => e.field.startsWith('names/'));
  const names = form.names.split(/[\s,]+/).filter(Boolean);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<NeverBlockProposal>('/never-block/proposals', { body: { ...form, names }, once: true });
    if (!answer.data) return;
    refresh();
    onClose();
    go(`/never-block/${answer.data.id}`);
  }
  return (
    <Dialog title={t('never.propose')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('never.propose')}</h1>
        <p class="soft">{t('never.propose.text')}</p>
        <div class="fields">
          <Field label={t('never.action')}><select value={form.action} onChange={(e) => setForm({ ...form, action: e.currentTarget.value })}>{['add', 'remove'].map((a) => <option key={a} value={a}>{word('never.action', a)}</option>)}</select></Field>
          <Kind now={form.kind} onChange={(kind) => setForm({ ...form, kind })} />
          <Field label={t('never.names')} hint={t('never.names.hint')} fault={bad?.map((e) => `${names[Number(e.field.slice(6))] ?? ''}: ${e.sentence}`).join(' ') || fault(problem, 'names')}><textarea required value={form.names} onInput={(e) => setForm({ ...form, names: e.currentTarget.value })} /></Field>
          <Field label={t('never.reason')} fault={fault(problem, 'reason')}><textarea required maxLength={2000} value={form.reason} onInput={(e) => setForm({ ...form, reason: e.currentTarget.value })} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('never.propose')}</button></div>
      </form>
    </Dialog>
  );
}

function ImportNames({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [kind, setKind] = useState('top_site');
  const [reason, setReason] = useState('');
  function close() {
    refresh();
    onClose();
  }
  return (
    <Dialog title={t('never.import')} onClose={close}>
      <div class="inside">
        <h1>{t('never.import')}</h1>
        <p class="soft">{t('never.import.text')}</p>
        <div class="fields">
          <Field label={t('import.file')}><input type="file" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
          <Kind now={kind} onChange={setKind} />
          <Field label={t('never.reason')}><textarea required maxLength={2000} value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field>
        </div>
        <ImportRun file={file} contentType="text/plain" path={(dryRun) => '/never-block/imports' + query({ kind, reason, label: file?.name, dry_run: dryRun ? '1' : null })} />
        <div class="acts"><button type="button" onClick={close}>{t('act.close')}</button></div>
      </div>
    </Dialog>
  );
}

// Whether an order on a name would need three persons.
function LookUp() {
  const [asked, setAsked] = useState('');
  const [name, setName] = useState('');
  const found = useResource<{ third_signature: boolean; protection: Protection | null }>(name ? '/never-block/lookup' + query({ name, domain: '1' }) : null);
  return (
    <form class="filters" onSubmit={(e) => { e.preventDefault(); setName(asked.trim()); }}>
      <input aria-label={t('never.lookup')} placeholder={t('never.lookup')} value={asked} onInput={(e) => setAsked(e.currentTarget.value)} />
      <button>{t('never.lookup.act')}</button>
      <span role="status">{found.data && (found.data.protection ? t('never.lookup.yes', { name: found.data.protection.name, kind: word('never.kind', found.data.protection.kind) }) : t('never.lookup.no'))}</span>
      <Problem problem={found.problem ?? null} />
    </form>
  );
}

export function NeverBlock() {
  useWhere({ name: t('nav.orders'), path: '/orders' }, { name: t('never.title') });
  const { query: q } = usePlace();
  const tab = q.get('tab') ?? 'names';
  const [open, setOpen] = useState<'propose' | 'import' | null>(null);
  const keeps = has('operator', 'decider', 'confirmer');
  return (
    <>
      <Head title={t('never.title')} acts={keeps ? <>
        <button onClick={() => setOpen('import')}>{t('never.import')}</button>
        <button class="primary" onClick={() => setOpen('propose')}>{t('never.propose')}</button>
      </> : undefined} />
      <p class="soft">{t('never.text')}</p>
      {open === 'propose' && <Propose onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportNames onClose={() => setOpen(null)} />}
      <LookUp />
      <Tabs name="tab" now={tab} of={[['names', t('never.tab.names')], ['proposals', t('never.tab.proposals')]]} />
      {tab === 'proposals' ? (
        <>
          <div class="filters"><Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('never.state', s) }))} /></div>
          <Table<NeverBlockProposal>
            path={'/never-block/proposals' + query({ state: q.get('state'), limit: 100 })}
            id={(p) => p.id}
            open={(p) => `/never-block/${p.id}`}
            empty={<><h2>{t('never.proposals.none')}</h2><p>{t('never.proposals.none.do')}</p></>}
            columns={[
              { name: t('never.change'), cell: (p) => <a class="cover strong" href={`/never-block/${p.id}`}>{t(p.action === 'add' ? 'never.adds' : 'never.removes', { n: number(p.names) })}</a> },
              { name: t('list.state'), cell: (p) => <State state={p.state} group="never.state" /> },
              { name: t('never.reason'), class: 'hide-narrow', cell: (p) => <span class="soft">{p.reason}</span> },
              { name: t('never.source'), class: 'hide-narrow', cell: (p) => <span class="meta">{p.source ?? t('never.typed')}</span> },
              { name: t('never.proposed'), cell: (p) => <When at={p.proposed_at} /> },
            ]}
          />
        </>
      ) : (
        <>
          <div class="filters">
            <SearchField label={t('legacy.search')} />
            <Chips name="kind" label={t('never.kind')} options={kinds.map((k) => ({ value: k, text: word('never.kind', k) }))} />
          </div>
          <Table<NeverBlockName>
            path={'/never-block/names' + query({ q: q.get('q'), kind: q.get('kind'), limit: 100 })}
            id={(n) => n.name}
            empty={<><h2>{t('never.none')}</h2><p>{t('never.none.do')}</p></>}
            columns={[
              { name: t('legacy.name'), cell: (n) => <span class="strong">{n.name}</span> },
              { name: t('never.kind'), cell: (n) => word('never.kind', n.kind) },
              { name: t('never.since'), cell: (n) => <When at={n.since} /> },
              { name: t('never.change'), class: 'hide-narrow', cell: (n) => <a href={`/never-block/${n.proposal_id}`}>{t('never.open')}</a> },
            ]}
          />
        </>
      )}
    </>
  );
}
