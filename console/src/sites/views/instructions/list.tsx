// Orders to providers: what waits, is acknowledged, executed, late; answered one by one, all at once, or by a file. For the
// house, what was put before people stands on top, then how far each provider is and what did not arrive.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { Field, useAsking } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { Chips, SearchField, Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import type { Instruction, InstructionList, InstructionOutcome } from '../../types_instructions';
import { Providers } from './providers';
import { columns, ofHouse, OutcomeReport, refresh, speaks } from './shared';
import { Ways } from './ways';

function Upload({ onDone }: { onDone: (o: InstructionOutcome) => void }) {
  const { busy, problem, ask } = useAsking();
  const [file, setFile] = useState<File | null>(null);
  async function send() {
    const lines = /\.(jsonl|ndjson|json)$/i.test(file!.name);
    const answer = await ask<InstructionOutcome>('/instructions/files', { body: file, contentType: lines ? 'application/x-ndjson' : 'text/csv', once: true });
    if (!answer.ok || !answer.data) return;
    onDone(answer.data);
    refresh();
  }
  return (
    <details class="panel">
      <summary>{t('instructions.file')}</summary>
      <div class="fields">
        <Field label={t('import.file')} hint={t('instructions.file.hint')}><input type="file" accept=".csv,.jsonl,.ndjson" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
        <Problem problem={problem} />
        <div><button class="primary" disabled={!file || busy} onClick={() => void send()}>{t('instructions.file.send')}</button></div>
      </div>
    </details>
  );
}

type Act = 'acknowledge' | 'execute';
const acts: Act[] = ['acknowledge', 'execute'];

function Answering({ provider, list }: { provider: string | null; list: string }) {
  const { busy, problem, ask } = useAsking();
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const [outcome, setOutcome] = useState<InstructionOutcome | null>(null);
  const [asked, setAsked] = useState<Act | null>(null);
  const seen = useResource<InstructionList>(list);
  const counts = seen.data?.counts ?? null;
  async function send(body: unknown) {
    const answer = await ask<InstructionOutcome>('/instructions/answers', { body });
    setAsked(null);
    if (!answer.ok || !answer.data) return;
    setOutcome(answer.data);
    setPicked(new Set());
    refresh();
  }
  const some = (event: string) => void send({ answers: [...picked].map((instruction) => ({ instruction, event })) });
  const all = (event: Act) => void send({ all: event, until: seen.data!.as_of, ...(provider ? { provider } : {}) });
  const whose = !ofHouse() || !!provider;
  const sums: Partial<Record<Act, number>> = counts ? { acknowledge: counts.waiting, execute: counts.waiting + counts.acknowledged } : {};
  return (
    <>
      {speaks() && (
        <div class="filters" role="group" aria-label={t('instructions.answer')}>
          {acts.map((e) => <button key={e} class={picked.size ? 'primary' : ''} disabled={busy || picked.size === 0} onClick={() => some(e)}>{t(`instructions.${e}.some`, { n: picked.size })}</button>)}
          {whose && counts && acts.map((e) => (sums[e] ? <button key={e} disabled={busy} onClick={() => setAsked(e)}>{t(`instructions.${e}.all`, { n: sums[e]! })}</button> : null))}
        </div>
      )}
      {asked && (
        <div class="tell wait" role="alertdialog" aria-label={t(`instructions.${asked}.all`, { n: sums[asked] ?? 0 })}>
          <p>{t(`instructions.${asked}.sure`, { n: sums[asked] ?? 0 })}</p>
          <div class="row"><button class="primary" disabled={busy} autofocus onClick={() => all(asked)}>{t(`instructions.${asked}.all`, { n: sums[asked] ?? 0 })}</button><button onClick={() => setAsked(null)}>{t('act.cancel')}</button></div>
        </div>
      )}
      <Problem problem={problem} />
      {outcome && <OutcomeReport of={outcome} />}
      <Table<Instruction>
        path={list}
        id={(i) => i.id}
        open={(i) => `/instructions/${i.id}`}
        empty={<><h2>{t('instructions.none')}</h2><p>{t('instructions.none.do')}</p></>}
        columns={columns()}
        {...(speaks() ? { selected: picked, onSelect: setPicked } : {})}
      />
      {speaks() && <Upload onDone={setOutcome} />}
    </>
  );
}

export function Instructions() {
  useWhere({ name: t('nav.instructions') });
  const { query: q } = usePlace();
  const house = ofHouse();
  const oversees = has('operator', 'auditor', 'supervisor');
  const tab = q.get('tab') ?? (oversees ? 'providers' : 'list');
  const provider = house ? q.get('provider') : null;
  const counted = useResource<InstructionList>(house && !provider ? null : '/instructions' + query({ provider, state: 'open', limit: 1 }));
  const counts = counted.data?.counts;
  const filters = { provider, q: q.get('q'), state: q.get('state') };
  const tabs: [string, string][] = [...(oversees ? [['providers', t('instructions.providers')] as [string, string]] : []), ['list', t('instructions.list')], ...(has('partner_user') ? [['ways', t('instructions.ways')] as [string, string]] : [])];
  return (
    <>
      <Head title={t('nav.instructions')} acts={<a class="button" href={'/api/instructions.csv' + query(filters)}>{t('instructions.csv')}</a>} />
      <div class="stack">
        <p class="soft">{t(house ? 'instructions.text.house' : 'instructions.text')}</p>
        <div>
          {tabs.length > 1 && <Tabs name="tab" now={tab} of={tabs} />}
          {tab === 'providers' && oversees ? <Providers /> : tab === 'ways' ? <Ways provider={null} /> : (
            <>
              <div class="filters">
                <SearchField label={t('instructions.search')} />
                <Chips name="state" label={t('list.by.state')} options={['open', 'waiting', 'acknowledged', 'executed', 'late', 'escalated', 'verified', 'superseded'].map((s) => ({ value: s, text: word('instruction.state', s), count: counts ? (counts as unknown as Record<string, number>)[s] : undefined }))} />
              </div>
              <Answering provider={provider} list={'/instructions' + query({ ...filters, limit: 100 })} key={provider ?? ''} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
