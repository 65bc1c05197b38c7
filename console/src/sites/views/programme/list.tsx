// Programmes, and the items that are mine.
import { useState } from 'preact/hooks';
import { useResource, stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { List, Programme, ProgrammeItem } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { inWords } from '../figures/list';
import { Calendars, Day, itemColumns } from './parts';

function Begin({ onClose }: { onClose: () => void }) {
  const [starts, setStarts] = useState(new Date().toISOString().slice(0, 10));
  const [title, setTitle] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Programme>('/programmes', { body: { starts_on: starts, ...(title.trim() ? { title: { en: title.trim() } } : {}) }, once: true });
    if (!answer.data) return;
    stale((p) => p.startsWith('/programmes'));
    go(`/programme/${answer.data.id}`);
  }
  return (
    <Dialog title={t('programme.begin')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('programme.begin')}</h1>
        <p class="soft">{t('programme.begin.text')}</p>
        <div class="fields">
          <Field label={t('programme.starts')}><input type="date" required value={starts} onInput={(e) => setStarts(e.currentTarget.value)} /></Field>
          <Field label={t('programme.title.field')} hint={t('programme.title.hint')}><input maxLength={200} value={title} onInput={(e) => setTitle(e.currentTarget.value)} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('programme.begin')}</button></div>
      </form>
    </Dialog>
  );
}

export function Programmes() {
  useWhere({ name: t('nav.programme') });
  const [beginning, setBeginning] = useState(false);
  const { data, problem, reload } = useResource<List<Programme>>('/programmes');
  return (
    <>
      <Head title={t('nav.programme')} acts={<>
        <a class="button" href="/programme/inspections">{t('inspect.title')}</a>
        <a class="button" href="/programme/visits">{t('inspector.title')}</a>
        <a class="button" href="/programme/reports">{t('preport.title')}</a>
        <a class="button" href="/programme/mine">{t('programme.mine')}</a>
        {has('supervisor') && <button class="primary" onClick={() => setBeginning(true)}>{t('programme.begin')}</button>}
      </>} />
      {beginning && <Begin onClose={() => setBeginning(false)} />}
      {!data && (problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />)}
      {data?.items.length === 0 && <div class="empty"><h2>{t('programme.none')}</h2><p>{t('programme.none.do')}</p></div>}
      {data && data.items.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t('programme.all')}>
          <table>
            <thead><tr><th>{t('nav.programme')}</th><th>{t('list.state')}</th><th class="hide-narrow">{t('programme.begins')}</th><th class="right">{t('programme.items')}</th><th class="right">{t('programme.done')}</th><th class="right">{t('watch.overdue')}</th></tr></thead>
            <tbody>{data.items.map((p) => (
              <tr key={p.id}>
                <td><a class="strong" href={`/programme/${p.id}`}>{inWords(p.title)}</a></td>
                <td><State state={p.state} group="programme.state" tone={p.state === 'running' ? 'good' : 'gone'} /></td>
                <td class="hide-narrow"><Day of={p.starts_on} /></td>
                <td class="right num">{number(p.counts.items)}</td><td class="right num">{number(p.counts.accepted)}</td><td class="right num">{number(p.counts.overdue)}</td>
              </tr>))}</tbody>
          </table>
        </div>
      )}
    </>
  );
}

export function MyItems() {
  useWhere({ name: t('nav.programme'), path: '/programme' }, { name: t('programme.mine') });
  return (
    <>
      <Head title={t('programme.mine')} />
      <Table<ProgrammeItem> path="/programme-items/mine?limit=100" id={(i) => i.id} open={(i) => `/programme/items/${i.id}`} columns={itemColumns}
        empty={<><h2>{t('programme.mine.none')}</h2><p>{t('programme.mine.none.do')}</p></>} />
      <Group title={t('programme.calendar')}><Calendars programme={null} /></Group>
    </>
  );
}
