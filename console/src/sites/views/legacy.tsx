// Blocks of another system: work with a day, the soonest first.
import { useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { stale, useResource } from '../../api/resource';
import { go, usePlace } from '../../app/router';
import { has } from '../../app/session';
import { t, word } from '../../i18n';
import { number } from '../../i18n/format';
import type { GroundRules, LegacyBlock, LegacySummary, Problem as ProblemData } from '../types';
import { Dialog, Field } from '../../ui/form';
import { ImportRun } from '../../ui/import_run';
import { Head, useWhere } from '../../ui/page';
import { Problem } from '../../ui/problem';
import { Due, State, When } from '../../ui/state';
import { Chips, SearchField, Table } from '../../ui/table';

const states = ['imported', 'case_opened', 'redecided', 'lapsed', 'withdrawn'];
const formats = ['auto', 'plain', 'csv', 'hosts', 'rpz'];
const refresh = () => stale((p) => p.startsWith('/legacy-blocks'));

function ImportList({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState('auto');
  function close() {
    refresh();
    onClose();
  }
  return (
    <Dialog title={t('legacy.import')} onClose={close}>
      <div class="inside">
        <h1>{t('legacy.import')}</h1>
        <p class="soft">{t('legacy.import.text')}</p>
        <div class="fields">
          <Field label={t('import.file')}><input type="file" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
          <Field label={t('legacy.format')}><select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{formats.map((f) => <option key={f} value={f}>{word('legacy_format', f)}</option>)}</select></Field>
        </div>
        <ImportRun file={file} contentType="text/plain" path={(dryRun) => '/legacy-blocks/imports' + query({ format, label: file?.name, dry_run: dryRun ? '1' : null })} />
        <div class="acts"><button type="button" onClick={close}>{t('act.cancel')}</button></div>
      </div>
    </Dialog>
  );
}

// Opens a case about the block, or withdraws it.
function Act({ block, event, onClose }: { block: LegacyBlock; event: 'open_case' | 'withdraw'; onClose: () => void }) {
  const grounds = useResource<{ items: GroundRules[] }>(event === 'open_case' ? '/grounds' : null);
  const [ground, setGround] = useState('explicit_unlawful');
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const opens = event === 'open_case';
  async function send(e: Event) {
    e.preventDefault();
    const body = opens ? { event, data: { ground, ...(words ? { note: words } : {}) } } : { event, reasons: [words] };
    const answer = await ask<LegacyBlock>(`/legacy-blocks/${block.id}/events`, { body, ifMatch: `"${block.version}"` });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    refresh();
    onClose();
    if (opens && answer.data?.case_id) go(`/cases/${answer.data.case_id}`);
  }
  const title = t(opens ? 'legacy.open' : 'legacy.withdraw');
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{title}: {block.name}</h1>
        <p class="soft">{t(opens ? 'legacy.open.text' : 'legacy.withdraw.text')}</p>
        <div class="fields">
          {opens && <Field label={t('legacy.ground')}><select value={ground} onChange={(e) => setGround(e.currentTarget.value)}>{(grounds.data?.items ?? []).map((g) => <option key={g.ground} value={g.ground}>{word('ground', g.ground)}</option>)}</select></Field>}
          <Field label={t(opens ? 'legacy.note' : 'legacy.why')}><textarea required={!opens} maxLength={500} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{title}</button></div>
      </form>
    </Dialog>
  );
}

export function Legacy() {
  useWhere({ name: t('nav.legacy') });
  const { query: q } = usePlace();
  const summary = useResource<LegacySummary>('/legacy-blocks/summary');
  const [importing, setImporting] = useState(false);
  const [acting, setActing] = useState<{ block: LegacyBlock; event: 'open_case' | 'withdraw' } | null>(null);
  const mayOpen = has('examiner');
  const counts = summary.data;
  return (
    <>
      <Head title={t('nav.legacy')} acts={<>
        <a class="button" href="/census/shadow">{t('shadow.title')}</a>
        {has('registrar', 'auditor') && <a class="button" href="/filings/takeover">{t('takeover.title')}</a>}
        <a class="button" download href="/api/legacy-blocks/removals?format=csv">{t('legacy.removals')}</a>
        <a class="button" download href="/api/legacy-blocks/removals?format=text">{t('legacy.removals.text')}</a>
        {has('examiner', 'operator') && <button class="primary" onClick={() => setImporting(true)}>{t('legacy.import')}</button>}
      </>}>
        {counts && <span>{t('legacy.soon', { week: number(counts.due_7_days), month: number(counts.due_30_days) })}</span>}
      </Head>
      <p class="soft">{t('legacy.text')}</p>
      {importing && <ImportList onClose={() => setImporting(false)} />}
      {acting && <Act {...acting} onClose={() => setActing(null)} />}
      <div class="filters">
        <SearchField label={t('legacy.search')} />
        <Chips name="state" label={t('list.by.state')} options={states.map((s) => ({ value: s, text: word('legacy.state', s), count: counts?.by_state[s] }))} />
      </div>
      <Table<LegacyBlock>
        path={'/legacy-blocks' + query({ q: q.get('q'), state: q.get('state'), limit: 100 })}
        id={(b) => b.id}
        empty={<><h2>{t('legacy.empty')}</h2><p>{t('legacy.empty.do')}</p></>}
        columns={[
          { name: t('legacy.name'), cell: (b) => <span class="strong">{b.name}</span> },
          { name: t('list.state'), cell: (b) => <State state={b.state} group="legacy.state" /> },
          { name: t('legacy.left'), cell: (b) => b.state === 'imported' || b.state === 'case_opened' ? <Due at={b.redecide_by} /> : <When at={b.state_since} /> },
          { name: t('legacy.reason'), class: 'hide-narrow', cell: (b) => <span class="soft">{b.reason}</span> },
          { name: t('legacy.law'), class: 'hide-narrow', cell: (b) => <span class="soft">{b.law}</span> },
          { name: t('legacy.source'), class: 'hide-narrow', cell: (b) => <span class="meta">{b.source}, {t('legacy.line', { n: number(b.line) })}</span> },
          { name: '', class: 'right', cell: (b) => b.case_id ? <a class="button small" href={`/cases/${b.case_id}`}>{t('legacy.case')}</a> : mayOpen && b.state === 'imported' ? <button class="small" onClick={() => setActing({ block: b, event: 'open_case' })}>{t('legacy.open')}</button> : null },
          ...(mayOpen ? [{ name: '', class: 'right', cell: (b: LegacyBlock) => b.state === 'imported' || b.state === 'case_opened' ? <button class="small" onClick={() => setActing({ block: b, event: 'withdraw' })}>{t('legacy.withdraw')}</button> : null }] : []),
        ]}
      />
    </>
  );
}
