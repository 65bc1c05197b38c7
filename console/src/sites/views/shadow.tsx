// Beside another system: what it says of each name, against what Muster would do and the rule that decides ours.
import { useState } from 'preact/hooks';
import { query } from '../../api/client';
import { stale, useResource } from '../../api/resource';
import { go, usePlace, withQuery } from '../../app/router';
import { has } from '../../app/session';
import { hasWord, t, word } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import type { List } from '../types';
import type { ComparedName, Comparison } from '../types_shadow';
import { Field } from '../../ui/form';
import { ImportRun } from '../../ui/import_run';
import { Head, useWhere } from '../../ui/page';
import { Loading, Problem } from '../../ui/problem';
import { State } from '../../ui/state';
import { SearchField, Table } from '../../ui/table';

function Upload() {
  const [file, setFile] = useState<File | null>(null);
  function done(id: string) {
    stale((p) => p.startsWith('/shadow'));
    go(withQuery({ run: id, kind: null, pair: null, q: null }), true);
  }
  const counts = (report: Record<string, unknown>) => t('shadow.counts', { names: number(Number(report.accepted ?? 0)), refused: number(Number(report.refused ?? 0)) });
  return (
    <>
      <div class="fields panel">
        <Field label={t('shadow.file')} hint={t('shadow.file.hint')}><input type="file" accept=".csv,.txt" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
        <pre class="mono" aria-label={t('shadow.example')}>{'name,standing,blocked\nshop.example,filed,0\nbad.example,unfiled,1'}</pre>
      </div>
      <ImportRun file={file} contentType="text/csv" dry={false} onDone={done} path={() => '/shadow/comparisons' + query({ label: file?.name })}
        saying={{ title: t('shadow.report'), counts, none: t('import.none.bad'), act: t('shadow.act') }} />
    </>
  );
}

function Tile({ value, text, kind }: { value: number; text: string; kind?: string }) {
  const { query: q } = usePlace();
  const inside = <><b class="num">{number(value)}</b><span class="meta">{text}</span></>;
  if (!kind) return <div class="tile">{inside}</div>;
  const on = q.get('kind') === kind;
  return <a class="tile" aria-current={on ? 'true' : undefined} href={withQuery({ kind: on ? null : kind, pair: null })}>{inside}</a>;
}

function blocked(c: ComparedName) {
  if (!c.blocked_differs) return null;
  return <span class="soft">{t(c.blocked_ours ? 'shadow.kind.blocked_here' : 'shadow.kind.blocked_there')}</span>;
}

function Found({ run }: { run: Comparison }) {
  const { query: q } = usePlace();
  const pair = q.get('pair'), [theirs, ours] = (pair ?? '').split(' ');
  const filters = { kind: q.get('kind'), theirs, ours, q: q.get('q') };
  const name = (p: { theirs: string; ours: string }) => t('shadow.pair', { theirs: word('standing', p.theirs), ours: word('standing', p.ours) });
  return (
    <>
      <div class="tiles">
        <Tile value={run.names} text={t('shadow.names')} />
        <Tile value={run.agree} text={t('shadow.agree')} />
        <Tile value={run.standing_differs} text={t('shadow.kind.standing')} kind="standing" />
        <Tile value={run.blocked_here} text={t('shadow.kind.blocked_here')} kind="blocked_here" />
        <Tile value={run.blocked_there} text={t('shadow.kind.blocked_there')} kind="blocked_there" />
        <Tile value={run.bad_lines} text={t('shadow.bad')} />
      </div>
      <div class="filters">
        <SearchField label={t('census.search')} />
        {run.pairs.length > 0 && (
          <select aria-label={t('shadow.pairs')} value={pair ?? ''} onChange={(e) => go(withQuery({ pair: e.currentTarget.value || null, kind: null }))}>
            <option value="">{t('shadow.pairs')}</option>
            {run.pairs.map((p) => <option key={p.theirs + p.ours} value={`${p.theirs} ${p.ours}`}>{name(p)} ({number(p.names)})</option>)}
          </select>
        )}
        <span class="end"><a class="button" download href={`/api/shadow/comparisons/${run.id}/differences.csv` + query(filters)}>{t('list.csv')}</a></span>
      </div>
      {run.kept < run.names - run.agree && <p class="tell wait">{t('shadow.beyond', { n: number(run.kept) })}</p>}
      <Table<ComparedName>
        path={`/shadow/comparisons/${run.id}/differences` + query({ ...filters, limit: 100 })}
        id={(c) => `${c.name} ${c.line}`}
        empty={run.agree === run.names ? <><h2>{t('shadow.none')}</h2><p>{t('shadow.none.do')}</p></> : <><h2>{t('shadow.none.here')}</h2><p>{t('shadow.none.here.do')}</p></>}
        columns={[
          { name: t('census.name'), cell: (c) => <a class="cover" href={c.site_id ? `/sites/${c.site_id}` : `/lookup?name=${encodeURIComponent(c.name)}`}>{c.name}</a> },
          { name: t('shadow.theirs'), cell: (c) => (c.theirs ? <State state={c.theirs} group="standing" /> : <span class="soft">–</span>) },
          { name: t('shadow.ours'), cell: (c) => <State state={c.ours} group="standing" /> },
          { name: t('shadow.rule'), class: 'hide-narrow', cell: (c) => <span class="soft">{hasWord('rule', c.rule) ? word('rule', c.rule) : c.sentence}</span> },
          { name: t('shadow.blocked'), cell: blocked },
          { name: t('import.line'), class: 'right num hide-narrow', cell: (c) => number(c.line) },
        ]}
      />
    </>
  );
}

export function Shadow() {
  useWhere({ name: t('nav.census'), path: '/census' }, { name: t('shadow.title') });
  const { query: q } = usePlace();
  const runs = useResource<List<Comparison>>('/shadow/comparisons?limit=100');
  const asked = q.get('run');
  // One that stands further back than the list, or ended a moment ago.
  const one = useResource<Comparison>(asked ? `/shadow/comparisons/${asked}` : null);
  if (!runs.data) return runs.problem ? <Problem problem={runs.problem} retry={() => void runs.reload()} /> : <Loading />;
  const list = runs.data.items;
  const run = asked ? one.data : (list.find((r) => r.state === 'done') ?? list[0]);
  return (
    <>
      <Head title={t('shadow.title')} acts={<><a class="button" href="/census">{t('nav.census')}</a>{has('registrar', 'auditor') && <a class="button" href="/filings/takeover">{t('takeover.title')}</a>}</>} />
      <div class="stack">
        <p class="soft">{t('shadow.text')}</p>
        {has('registrar', 'examiner', 'operator') && <Upload />}
        <Problem problem={asked ? one.problem : null} />
        {!run && list.length === 0 && <div class="empty"><h2>{t('shadow.empty')}</h2><p>{t('shadow.empty.do')}</p></div>}
        {list.length > 0 && (
          <div class="filters">
            <select class="run" aria-label={t('shadow.run')} value={run?.id ?? ''} onChange={(e) => go(withQuery({ run: e.currentTarget.value, kind: null, pair: null, q: null }))}>
              {run && !list.some((r) => r.id === run.id) && <option value={run.id}>{t('census.option', { n: run.number, at: dateTime(run.started_at), source: run.source_name })}</option>}
              {list.map((r) => <option value={r.id} key={r.id}>{t('census.option', { n: r.number, at: dateTime(r.started_at), source: r.source_name })}{r.state !== 'done' ? ` (${word('state', r.state)})` : ''}</option>)}
            </select>
          </div>
        )}
        {run && (run.state === 'done' ? <Found run={run} /> : <><p class="tell">{t('shadow.not.done')}</p>{run.problem && <p class="soft">{run.problem.sentence}</p>}</>)}
      </div>
    </>
  );
}
