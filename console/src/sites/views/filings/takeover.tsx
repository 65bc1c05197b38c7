// Another system's register comes in through a mapping of its columns: first a dry run, then the taking over; where filings
// came from, and which of them are to be verified again.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { List, Party } from '../../types';
import type { TakeoverMapping, TakeoverOrigin } from '../../types_takeover';
import { Field } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Group, Head, useWhere } from '../../../ui/page';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Tabs } from '../../../ui/tabs';
import { EditMapping } from './takeover_mapping';
import { VerifyAgain } from './takeover_verify';

function counts(report: Record<string, unknown>): string {
  return t('takeover.counts', Object.fromEntries(['lines', 'accepted', 'already_in', 'refused'].map((name) => [name, number(Number(report[name] ?? 0))])));
}

function Upload() {
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState('');
  const [provider, setProvider] = useState('');
  const mappings = useResource<List<TakeoverMapping>>('/takeovers/mappings').data?.items ?? [];
  const parties = useResource<List<Party>>('/parties' + query({ kind: 'access_provider', limit: 500 })).data?.items ?? [];
  const mapping = mappings.find((m) => m.name === chosen);
  const path = (dryRun: boolean) => '/takeovers' + query({ mapping: chosen, label: file?.name, provider_id: provider, dry_run: dryRun ? '1' : undefined });
  return (
    <>
      <div class="fields panel">
        <Field label={t('takeover.file')} hint={t('takeover.file.hint')}><input type="file" accept=".csv,.txt,.db,.sqlite,.sqlite3" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
        <Field label={t('takeover.mapping')} hint={mapping ? (mapping.table ? t('takeover.mapping.of.table', { system: mapping.system, table: mapping.table }) : t('takeover.mapping.of.csv', { system: mapping.system })) : t('takeover.mapping.hint')}>
          <select value={chosen} onChange={(e) => setChosen(e.currentTarget.value)}>
            <option value="">{mappings.length ? t('takeover.mapping.choose') : t('takeover.mapping.none')}</option>
            {mappings.map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
          </select>
        </Field>
        <EditMapping of={chosen} onSaved={setChosen} />
        <Field label={t('takeover.provider')} hint={t('takeover.provider.hint')}>
          <select value={provider} onChange={(e) => setProvider(e.currentTarget.value)}>
            <option value="">{t('takeover.provider.none')}</option>
            {parties.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
          </select>
        </Field>
      </div>
      <ImportRun file={mapping ? file : null} contentType={mapping?.table ? 'application/vnd.sqlite3' : 'text/csv'} path={path} onDone={() => stale((p) => p.startsWith('/takeovers'))}
        saying={{ title: t('takeover.report'), counts, none: t('takeover.none.bad'), act: t('takeover.act'), line: t('takeover.record') }} />
    </>
  );
}

function Origins() {
  return (
    <Group title={t('takeover.origins')}>
      <Table<TakeoverOrigin>
        path="/takeovers/origins?limit=100"
        id={(o) => o.source}
        empty={<><h2>{t('takeover.empty')}</h2><p>{t('takeover.empty.do')}</p></>}
        columns={[
          { name: t('takeover.system'), cell: (o) => <span class="strong">{o.system}</span> },
          { name: t('imports.file'), cell: (o) => o.file },
          { name: t('imports.accepted'), class: 'right num', cell: (o) => number(o.accepted) },
          { name: t('takeover.begun'), class: 'hide-narrow', cell: (o) => <When at={o.begun_at} /> },
          { name: t('verify.by'), cell: (o) => (o.reverify_by ? <When at={o.reverify_by} /> : <span class="soft">{t('takeover.not.asked')}</span>) },
          { name: t('takeover.law'), class: 'hide-narrow', cell: (o) => <span class="soft">{o.law}</span> },
        ]}
      />
    </Group>
  );
}

export function Takeover() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('takeover.title') });
  const { query: q } = usePlace();
  const tab = q.get('tab') ?? 'take';
  const origins = useResource<List<TakeoverOrigin>>('/takeovers/origins?limit=500').data?.items ?? [];
  return (
    <>
      <Head title={t('takeover.title')} acts={<><a class="button" href="/census/shadow">{t('shadow.title')}</a><a class="button" href="/filings/import">{t('filings.import')}</a></>} />
      <div class="stack">
        <p class="soft">{t('takeover.text')}</p>
        <Tabs name="tab" now={tab} of={[['take', t('takeover.tab.take')], ['verify', t('takeover.tab.verify')]]} />
        {tab === 'verify' ? <VerifyAgain origins={origins} /> : <>{has('registrar') && <Upload />}<Origins /></>}
      </div>
    </>
  );
}
