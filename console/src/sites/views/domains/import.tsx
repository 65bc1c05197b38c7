// A registry's file of registrations.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { t } from '../../../i18n';
import { Field } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Head, useWhere } from '../../../ui/page';

export function ImportDomains() {
  useWhere({ name: t('nav.domains'), path: '/domains' }, { name: t('domains.import') });
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState('');
  const format = file?.name.toLowerCase().endsWith('.xml') ? 'epp' : 'csv';
  return (
    <>
      <Head title={t('domains.import')} />
      <div class="stack">
        <p class="soft">{t('domains.import.text')}</p>
        <div class="fields panel">
          <Field label={t('domains.source')} hint={t('domains.source.hint')}><input value={source} required maxLength={100} onInput={(e) => setSource(e.currentTarget.value)} /></Field>
          <Field label={t('import.file')}><input type="file" accept=".csv,.xml" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
        </div>
        <ImportRun file={source.trim() ? file : null} contentType={format === 'epp' ? 'application/xml' : 'text/csv'} path={(dryRun) => '/domains/imports' + query({ source: source.trim(), dry_run: dryRun ? '1' : null })} />
      </div>
    </>
  );
}
