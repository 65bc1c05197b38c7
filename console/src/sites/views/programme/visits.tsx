// Who of an authority looks into this house: until when, for what, and what was looked at.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import type { Party } from '../../../api/types';
import type { InspectionVisit as Visit, List } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';

const changed = () => stale((p) => p.startsWith('/inspection-visits'));
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function Grant({ onClose }: { onClose: () => void }) {
  const parties = useResource<List<Party>>('/parties?kind=authority&limit=500').data?.items ?? [];
  const [form, setForm] = useState({ person_id: '', purpose: '', until: inDays(7) });
  const names = new Set(parties.map((p) => p.name));
  const people = (useResource<List<{ id: string; display_name: string; party: string | null }>>('/programme-people?limit=500').data?.items ?? []).filter((p) => p.party && names.has(p.party));
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Visit>('/inspection-visits', { body: { person_id: form.person_id, purpose: form.purpose, until: `${form.until}T16:00:00Z` }, once: true });
    changed();
    if (answer.data) go(`/programme/visits/${answer.data.id}`);
  }
  return (
    <Dialog title={t('inspector.grant')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('inspector.grant')}</h1>
        <p class="soft">{t('inspector.grant.text')}</p>
        <div class="fields">
          <Field label={t('inspector.person')}><select required value={form.person_id} onChange={set('person_id')}><option value="" />{people.map((p) => <option key={p.id} value={p.id}>{p.display_name} · {p.party}</option>)}</select></Field>
          <Field label={t('inspector.purpose')} hint={t('inspector.purpose.hint')}><textarea required maxLength={2000} value={form.purpose} onInput={set('purpose')} /></Field>
          <Field label={t('inspector.until')}><input type="date" required min={inDays(1)} max={inDays(29)} value={form.until} onInput={set('until')} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('inspector.grant')}</button></div>
      </form>
    </Dialog>
  );
}

export function Visits() {
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('inspector.title') });
  const [granting, setGranting] = useState(false);
  return (
    <>
      <Head title={t('inspector.title')} acts={has('supervisor') && <button class="primary" onClick={() => setGranting(true)}>{t('inspector.grant')}</button>} />
      <p class="soft">{t('inspector.text')}</p>
      {granting && <Grant onClose={() => setGranting(false)} />}
      <Table<Visit> path="/inspection-visits" id={(v) => v.id} open={(v) => `/programme/visits/${v.id}`} empty={<><h2>{t('inspector.none')}</h2><p>{t('inspector.none.do')}</p></>}
        columns={[
          { name: t('inspector.person'), cell: (v) => <><a class="strong" href={`/programme/visits/${v.id}`}>{v.person.display_name}</a> <span class="meta">{v.party}</span></> },
          { name: t('list.state'), cell: (v) => <State state={v.state} group="inspector.state" tone={v.state === 'open' ? 'wait' : 'gone'} /> },
          { name: t('inspector.until'), cell: (v) => <When at={v.ended_at ?? v.until} /> },
          { name: t('inspector.purpose'), class: 'hide-narrow', cell: (v) => v.purpose },
        ]} />
    </>
  );
}

export function VisitPage({ id }: { id: string }) {
  const { data: v, problem, reload } = useResource<Visit>(`/inspection-visits/${id}`);
  const ending = useAsking();
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('inspector.title'), path: '/programme/visits' }, { name: v?.person.display_name ?? '…' });
  if (!v) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('inspector.of', { person: v.person.display_name, party: v.party })} acts={v.state === 'open' && has('supervisor') && <button disabled={ending.busy} onClick={() => void ending.ask(`/inspection-visits/${id}/events`, { body: { event: 'end' } }).then(changed)}>{t('inspector.end')}</button>}>
        <State state={v.state} group="inspector.state" tone={v.state === 'open' ? 'wait' : 'gone'} /><span>{t('inspector.until')} <When at={v.ended_at ?? v.until} /></span><span>{v.granted_by?.display_name}</span>
      </Head>
      <Problem problem={ending.problem} />
      <div class="columns">
        <div class="stack">
          <Group title={t('inspector.purpose')}><p>{v.purpose}</p></Group>
          <Group title={t('inspector.looks')}>
            {v.looks.length === 0 && <p class="soft">{t('inspector.looks.none')}</p>}
            <ul class="links stacked">{v.looks.map((l) => <li key={l.at + l.path}><code>{l.path}</code> <When at={l.at} /></li>)}</ul>
          </Group>
        </div>
        <div class="stack"><Group title={t('page.timeline')}><Timeline of={v.timeline} /></Group></div>
      </div>
    </>
  );
}
