// A register comes in as a file. First a dry run that changes nothing and names every bad line; then the import.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import type { FilingMapping, List } from '../../types';
import { Field } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Head, useWhere } from '../../../ui/page';
import { accepted, typeOf, workbook } from './file';
import { Imports } from './imports';
import { SaveMapping } from './mapping';

export function ImportFilings() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('filings.import') });
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<string | null>(null);
  const mappings = useResource<List<FilingMapping>>(file ? '/filing-mappings' + query({ source: file.name }) : null).data?.items ?? [];
  const chosen = mapping ?? mappings.find((m) => m.remembered)?.name ?? '';
  const [sheet, setSheet] = useState('');
  const type = typeOf(file?.name ?? '');
  const path = (dryRun: boolean) => '/filings/imports' + query({ dry_run: dryRun ? '1' : undefined, mapping: chosen || undefined, source: chosen ? file?.name : undefined, sheet: sheet.trim() || undefined });
  return (
    <>
      <Head title={t('filings.import')} acts={<a class="button" href="/filings/takeover">{t('takeover.title')}</a>} />
      <div class="stack">
        <p class="soft">{t('import.text')}</p>
        <div class="fields panel">
          <Field label={t('import.file')} hint={t('import.file.hint')}><input type="file" accept={accepted} onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setMapping(null); setSheet(''); }} /></Field>
          {type === workbook && <Field label={t('import.sheet')} hint={t('import.sheet.hint')}><input value={sheet} maxLength={31} onInput={(e) => setSheet(e.currentTarget.value)} /></Field>}
          {mappings.length > 0 && (
            <Field label={t('mapping.label')} hint={t('mapping.hint')}>
              <select value={chosen} onChange={(e) => setMapping(e.currentTarget.value)}>
                <option value="">{t('mapping.none')}</option>
                {mappings.map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
              </select>
            </Field>
          )}
          {file && <SaveMapping onSaved={setMapping} />}
        </div>
        <ImportRun file={file} contentType={type} path={path} />
        <Imports />
      </div>
    </>
  );
}
