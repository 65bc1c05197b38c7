// Reports of a month or a phase: made once, compared with the last of the same scope, with a file that proves their figures.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Party } from '../../../api/types';
import type { List, Programme, ProgrammeReport } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { inWords } from '../figures/list';

function Make() {
  const programmes = useResource<List<Programme>>('/programmes').data?.items ?? [];
  const parties = useResource<List<Party>>('/parties?kind=access_provider&limit=500').data?.items ?? [];
  const [form, setForm] = useState({ what: 'month', month: new Date().toISOString().slice(0, 7), region: '', party_id: '' });
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const [programme_id, phase] = form.what.split('/');
    const scope = form.what === 'month' ? { kind: 'month', month: form.month } : { kind: 'phase', programme_id, phase: Number(phase) };
    const answer = await ask('/programme-reports', { body: { ...scope, ...(form.region.trim() ? { region: form.region.trim() } : {}), ...(form.party_id ? { party_id: form.party_id } : {}) }, once: true });
    if (answer.ok) stale((p) => p.startsWith('/programme-reports'));
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('preport.of')}><select value={form.what} onChange={set('what')}><option value="month">{t('preport.month')}</option>{programmes.flatMap((p) => p.phases.map((f) => <option key={p.id + f.seq} value={`${p.id}/${f.seq}`}>{t('programme.phase', { n: f.seq, title: inWords(f.title) })}</option>))}</select></Field>
        {form.what === 'month' && <Field label={t('preport.month')}><input type="month" required value={form.month} onInput={set('month')} /></Field>}
        <Field label={t('dash.region')} hint={t('preport.all')}><input maxLength={60} value={form.region} onInput={set('region')} /></Field>
        <Field label={t('preport.operator')} hint={t('preport.operator.hint')}><select value={form.party_id} onChange={set('party_id')}><option value="">{t('preport.operators')}</option>{parties.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select></Field>
      </div>
      <Problem problem={problem} />
      <button class="primary" disabled={busy}>{t('preport.make')}</button>
    </form>
  );
}

export function ProgrammeReports() {
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('preport.title') });
  const file = (r: ProgrammeReport, as: string) => `/api/programme-reports/${r.id}/file?as=${as}`;
  return (
    <>
      <Head title={t('preport.title')} />
      <p class="soft">{t('preport.text')}</p>
      {has('supervisor') && <Group title={t('preport.make')}><Make /></Group>}
      <Table<ProgrammeReport> path="/programme-reports?limit=100" id={(r) => r.id} empty={<><h2>{t('preport.none')}</h2><p>{t('preport.none.do')}</p></>}
        columns={[
          { name: t('preport.number'), cell: (r) => <a class="strong num" href={file(r, 'html')} target="_blank">{r.number}</a> },
          { name: t('preport.of'), cell: (r) => <>{word('preport.kind', r.kind)} <span class="num">{r.from === r.until ? r.until : `${r.from} – ${r.until}`}</span>{r.region && <> · {r.region}</>}</> },
          { name: t('preport.made'), class: 'hide-narrow', cell: (r) => <When at={r.made_at} /> },
          { name: t('preport.files'), cell: (r) => <span class="row"><a href={file(r, 'html')} target="_blank">HTML</a><a href={file(r, 'pdf')} target="_blank">PDF</a><a href={file(r, 'xlsx')} download>XLSX</a><a href={`/api/programme-reports/${r.id}/proof`} download>{t('preport.proof')}</a></span> },
        ]} />
    </>
  );
}
