// What changed from an earlier census to this one.
import { query } from '../../api/client';
import { go, usePlace, withQuery } from '../../app/router';
import { t, word } from '../../i18n';
import { dateTime } from '../../i18n/format';
import type { CensusRun, Delta, Finding } from '../types';
import { State } from '../../ui/state';
import { Chips, Table } from '../../ui/table';

const changes = ['new', 'gone', 'standing', 'provider', 'address'];

function Side({ of }: { of: Finding | null }) {
  if (!of) return <span class="meta">–</span>;
  return <><State state={of.standing} group="standing" /> <span class="soft">{of.provider}</span> {of.address && <span class="meta mono">{of.address}</span>}</>;
}

export function CensusDelta({ run, runs }: { run: CensusRun; runs: CensusRun[] }) {
  const { query: q } = usePlace();
  const since = q.get('since');
  const filters = { run_id: run.id, since, change: q.getAll('change') };
  const counts: Record<string, number> = { new: run.found_new, gone: run.found_gone, standing: run.found_standing, provider: run.found_provider, address: run.found_address };
  return (
    <>
      <div class="filters">
        <label class="meta">{t('census.since')}{' '}
          <select value={since ?? ''} onChange={(e) => go(withQuery({ since: e.currentTarget.value || null }))}>
            <option value="">{t('census.since.before')}</option>
            {runs.filter((r) => r.state === 'done' && r.number < run.number).map((r) => <option value={r.id} key={r.id}>{t('census.option', { n: r.number, at: dateTime(r.started_at), source: r.source_name })}</option>)}
          </select>
        </label>
        <Chips name="change" label={t('census.change')} options={changes.map((c) => ({ value: c, text: word('change', c), count: since ? undefined : counts[c] }))} />
        <a class="button end" download href={'/api/census/delta.csv' + query(filters)}>{t('list.csv')}</a>
      </div>
      <Table<Delta>
        path={'/census/delta' + query({ ...filters, limit: 100 })}
        id={(d) => d.name}
        empty={<><h2>{t('census.delta.none')}</h2><p>{t('census.delta.none.do')}</p></>}
        columns={[
          { name: t('census.name'), cell: (d) => <a class="cover" href={`/lookup?name=${encodeURIComponent(d.name)}`}>{d.name}</a> },
          { name: t('census.change'), cell: (d) => word('change', d.change) },
          { name: t('census.before'), cell: (d) => <Side of={d.before} /> },
          { name: t('census.after'), cell: (d) => <Side of={d.after} /> },
        ]}
      />
    </>
  );
}
