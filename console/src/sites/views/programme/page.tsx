// One programme: its areas with what is behind in them, its items, who reports into it, files in and out.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Party } from '../../../api/types';
import type { List, Programme, ProgrammeItem, TableTaken } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import { inWords } from '../figures/list';
import { Calendars, causes, Day, itemColumns, itemStates } from './parts';

function Areas({ of: p, chosen }: { of: Programme; chosen: string | null }) {
  return (
    <>{p.phases.map((phase) => (
      <Group key={phase.seq} title={t('programme.phase', { n: phase.seq, title: inWords(phase.title) })} aside={<><Day of={phase.starts_on} /> – <Day of={phase.due_on} /></>}>
        <div class="table-box" tabIndex={0} role="region" aria-label={t('programme.area')}>
          <table>
            <thead><tr><th>{t('programme.area')}</th><th class="hide-narrow" /><th class="right">{t('programme.done')}</th><th class="right">{t('watch.overdue')}</th><th class="right">{t('watch.at_risk')}</th><th class="right hide-narrow">{t('watch.no_evidence')}</th></tr></thead>
            <tbody>{p.areas.filter((a) => a.phase === phase.seq).map((a) => (
              <tr key={a.code} aria-selected={chosen === a.code ? 'true' : undefined}>
                <td><a href={withQuery({ area: chosen === a.code ? null : a.code })}><b class="num">{a.code}</b> {inWords(a.title)}</a></td>
                <td class="hide-narrow"><meter min={0} max={Math.max(1, a.counts.items)} value={a.counts.accepted} aria-hidden="true" /></td>
                <td class="right num">{t('programme.of', { n: number(a.counts.accepted), of: number(a.counts.items) })}</td>
                {(['overdue', 'at_risk', 'no_evidence'] as const).map((c) => <td key={c} class={c === 'no_evidence' ? 'right num hide-narrow' : 'right num'}>{a.counts[c] ? <a href={withQuery({ area: a.code, watched: c })} class={c === 'overdue' ? 'late' : 'due-soon'}>{number(a.counts[c])}</a> : <span class="soft">0</span>}</td>)}
              </tr>))}</tbody>
          </table>
        </div>
      </Group>))}</>
  );
}

function TakeIn({ id, onClose }: { id: string; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [taken, setTaken] = useState<TableTaken | null>(null);
  const { busy, problem, ask } = useAsking();
  async function send(dry: boolean) {
    if (!file) return;
    const type = file.name.toLowerCase().endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    const answer = await ask<TableTaken>(`/programmes/${id}/items/import` + query({ dry_run: dry ? 'true' : null }), { body: file, contentType: type, once: true });
    setTaken(answer.data ?? null);
    if (answer.ok && !dry) stale((p) => p.startsWith('/programme'));
  }
  return (
    <Dialog title={t('programme.take')} onClose={onClose}>
      <div class="inside">
        <h1>{t('programme.take')}</h1>
        <p class="soft">{t('programme.take.text')}</p>
        <div class="fields"><Field label={t('programme.file')}><input type="file" accept=".csv,.xlsx" onChange={(e) => { setFile(e.currentTarget.files?.[0] ?? null); setTaken(null); }} /></Field></div>
        <Problem problem={problem} />
        {taken && <p role="status">{t('programme.take.done', { entered: number(taken.entered), changed: number(taken.changed), same: number(taken.unchanged), bad: number(taken.faults.length) })}</p>}
        {taken && taken.faults.length > 0 && <table><tbody>{taken.faults.slice(0, 100).map((f) => <tr key={f.line + f.field}><td class="num">{t('programme.line')} {f.line}</td><td><code>{f.field}</code></td><td>{f.sentence}</td></tr>)}</tbody></table>}
        <div class="acts"><button onClick={onClose}>{t('act.close')}</button><button disabled={busy || !file} onClick={() => void send(true)}>{t('programme.take.try')}</button><button class="primary" disabled={busy || !file} onClick={() => void send(false)}>{t('programme.take.do')}</button></div>
      </div>
    </Dialog>
  );
}

function Reporting({ of: p }: { of: Programme }) {
  const lead = has('supervisor');
  const all = useResource<List<Party>>(lead ? '/parties?kind=access_provider&limit=500' : null);
  const [party, setParty] = useState('');
  const { busy, problem, ask } = useAsking();
  async function add(e: Event) {
    e.preventDefault();
    const answer = await ask(`/programmes/${p.id}/parties`, { body: { party_id: party } });
    if (answer.ok) stale((x) => x.startsWith('/programmes'));
  }
  const others = (all.data?.items ?? []).filter((x) => !p.parties.some((y) => y.id === x.id));
  return (
    <Group title={t('programme.parties')}>
      {p.parties.length === 0 && <p class="soft">{t('programme.parties.none')}</p>}
      <ul class="links stacked">{p.parties.map((x) => <li key={x.id}><span>{x.name}</span></li>)}</ul>
      {lead && others.length > 0 && <form class="row" onSubmit={(e) => void add(e)}>
        <select required aria-label={t('programme.party.add')} value={party} onChange={(e) => setParty(e.currentTarget.value)}><option value="" />{others.map((x) => <option key={x.id} value={x.id}>{x.name}</option>)}</select>
        <button disabled={busy}>{t('programme.party.add')}</button>
      </form>}
      <Problem problem={problem} />
    </Group>
  );
}

export function ProgrammePage({ id }: { id: string }) {
  const { query: q } = usePlace();
  const [taking, setTaking] = useState(false);
  const { data: p, problem, reload } = useResource<Programme>(`/programmes/${id}`);
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: p ? inWords(p.title) : '…' });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const area = q.get('area');
  return (
    <>
      <Head title={inWords(p.title)} acts={<>
        <a class="button" href={`/api/programmes/${id}/items.csv`} download>CSV</a>
        <a class="button" href={`/api/programmes/${id}/items.xlsx`} download>XLSX</a>
        {has('supervisor') && <button onClick={() => setTaking(true)}>{t('programme.take')}</button>}
      </>}>
        <State state={p.state} group="programme.state" tone={p.state === 'running' ? 'good' : 'gone'} />
        <span>{t('programme.since', { day: p.starts_on })}</span>
        <span>{t('programme.head')}: {p.head?.display_name ?? t('programme.head.none')}</span>
        <span class="num">{t('programme.of', { n: number(p.counts.accepted), of: number(p.counts.items) })}</span>
      </Head>
      {taking && <TakeIn id={id} onClose={() => setTaking(false)} />}
      <div class="columns">
        <div class="stack">
          <Areas of={p} chosen={area} />
          <Group title={area ? `${t('programme.items')} · ${area}` : t('programme.items')} aside={area && <button class="link" onClick={() => go(withQuery({ area: null }), true)}>×</button>}>
            <div class="filters">
              <Chips name="watched" label={t('programme.by.watch')} options={causes.map((c) => ({ value: c, text: word('watch', c), count: p.counts[c as 'overdue'] }))} />
              <Chips name="state" label={t('programme.by.state')} options={itemStates.map((s) => ({ value: s, text: word('item.state', s) }))} />
            </div>
            <Table<ProgrammeItem> path={`/programmes/${id}/items` + query({ area, watched: q.get('watched'), state: q.get('state'), limit: 100 })} id={(i) => i.id} open={(i) => `/programme/items/${i.id}`} columns={itemColumns}
              empty={<><h2>{t('programme.empty')}</h2><p>{t('programme.empty.do')}</p></>} />
          </Group>
        </div>
        <div class="stack">
          <Reporting of={p} />
          <Group title={t('programme.calendar')}><Calendars programme={id} /></Group>
        </div>
      </div>
    </>
  );
}
