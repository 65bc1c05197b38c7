// Blocks come in as a file, as a register of sites does.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { t, word } from '../../../i18n';
import { Field } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Head, useWhere } from '../../../ui/page';

const formats = ['csv', 'netbox_prefixes', 'netbox_aggregates', 'rpsl'];

export function ImportBlocks() {
  useWhere({ name: t('nav.resources'), path: '/resources' }, { name: t('resources.import') });
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState('csv');
  return (
    <>
      <Head title={t('resources.import')} />
      <div class="stack">
        <p class="soft">{t('resources.import.text')}</p>
        <div class="fields panel">
          <Field label={t('import.file')}><input type="file" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
          <Field label={t('resources.import.format')}><select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{formats.map((f) => <option key={f} value={f}>{word('import_format', f)}</option>)}</select></Field>
        </div>
        <ImportRun file={file} contentType="text/plain" path={(dryRun) => '/address-blocks/imports' + query({ format, dry_run: dryRun ? '1' : null })} />
      </div>
    </>
  );
}
