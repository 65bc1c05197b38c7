// Another register's file held against ours, and what is undecided between the two. Nothing of ours changes by it.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { FilingConflict, FilingMapping, List } from '../../types';
import { Field } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Head, useWhere } from '../../../ui/page';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { accepted, typeOf, workbook } from './file';

const counted = ['lines', 'same', 'differing', 'unknown', 'refused', 'opened', 'vanished'];

function counts(report: Record<string, unknown>): string {
  return t('reconcile.counts', Object.fromEntries(counted.map((name) => [name, number(Number(report[name] ?? 0))])));
}

function Upload() {
  const [file, setFile] = useState<File | null>(null);
  const [register, setRegister] = useState('');
  const [sheet, setSheet] = useState('');
  const [mapping, setMapping] = useState<string | null>(null);
  const type = typeOf(file?.name ?? '');
  const mappings = useResource<List<FilingMapping>>(file ? '/filing-mappings' + query({ source: file.name }) : null).data?.items ?? [];
  const chosen = mapping ?? mappings.find((m) => m.remembered)?.name ?? '';
  const named = register.trim();
  const path = (dryRun: boolean) => '/filings/reconciliations' + query({ register: named, dry_run: dryRun ? '1' : undefined, sheet: sheet.trim() || undefined, mapping: chosen || undefined });
  return (
    <>
      <div class="fields panel">
        <Field label={t('reconcile.register')} hint={t('reconcile.register.hint')}><input value={register} maxLength={60} onInput={(e) => setRegister(e.currentTarget.value)} /></Field>
        <Field label={t('import.file')} hint={t('import.file.hint')}><input type="file" accept={accepted} onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setSheet(''); setMapping(null); }} /></Field>
        {type === workbook && <Field label={t('import.sheet')} hint={t('import.sheet.hint')}><input value={sheet} maxLength={31} onInput={(e) => setSheet(e.currentTarget.value)} /></Field>}
        {mappings.length > 0 && (
          <Field label={t('mapping.label')} hint={t('mapping.hint')}>
            <select value={chosen} onChange={(e) => setMapping(e.currentTarget.value)}>
              <option value="">{t('mapping.none')}</option>
              {mappings.map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
            </select>
          </Field>
        )}
      </div>
      <ImportRun file={named ? file : null} contentType={type} path={path} saying={{ title: t('reconcile.report'), counts, none: t('reconcile.none'), act: t('reconcile.act') }} />
    </>
  );
}

export function Reconcile() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('reconcile.title') });
  return (
    <>
      <Head title={t('reconcile.title')} />
      <div class="stack">
        <p class="soft">{t('reconcile.text')}</p>
        {has('registrar') && <Upload />}
        <Table<FilingConflict>
          path="/filing-conflicts?limit=100"
          id={(c) => c.id}
          open={(c) => `/filings/${c.filing_id}`}
          empty={<h2>{t('reconcile.empty')}</h2>}
          columns={[
            { name: t('conflict.field'), cell: (c) => <a class="cover" href={`/filings/${c.filing_id}`}>{word('column', c.field)}</a> },
            { name: t('conflict.ours'), cell: (c) => (c.personal ? <span class="soft">{t('conflict.personal')}</span> : c.ours || '–') },
            { name: t('conflict.theirs'), cell: (c) => (c.personal ? '' : c.theirs || '–') },
            { name: t('conflict.register'), cell: (c) => c.register },
            { name: t('list.since'), class: 'hide-narrow', cell: (c) => <When at={c.found_at} /> },
          ]}
        />
      </div>
    </>
  );
}
