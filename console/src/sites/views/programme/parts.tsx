// What the pages of the programme share: days, what is behind and why, the calendar's address, whom an item can be given to.
import { useState } from 'preact/hooks';
import { useResource, stale } from '../../../api/resource';
import { t } from '../../../i18n';
import { date, number } from '../../../i18n/format';
import type { PersonRef } from '../../../api/types';
import type { CalendarToken, List, ProgrammeItem, Watched } from '../../types';
import { useAsking } from '../../../ui/form';
import { Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';
import type { Column } from '../../../ui/table';
import { inWords } from '../figures/list';

export const causes = ['overdue', 'at_risk', 'no_evidence'];
export const itemStates = ['planned', 'under_way', 'submitted', 'accepted', 'dropped'];
const tone: Record<string, string> = { overdue: 'stop', at_risk: 'wait', no_evidence: 'wait' };
export const itemTone: Record<string, string> = { accepted: 'good', dropped: 'gone', planned: 'gone' };

// A day of the policy's calendar has no hour and no zone.
export const Day = ({ of }: { of: string }) => <time dateTime={of} class="num">{date(of + 'T12:00:00')}</time>;

export function Behind({ of }: { of: Watched[] }) {
  const seen = causes.filter((c) => of.some((w) => w.cause === c));
  return <>{seen.map((c) => <><State state={c} group="watch" tone={tone[c]} key={c} />{' '}</>)}</>;
}

export function whyWatched(w: Watched): string {
  const hours = w.code === 'beyond_target' || w.code === 'towards_target';
  const n = (x: number) => number(hours ? Math.round(x / 360) / 10 : Math.round(x));
  return t(`watch.why.${w.code}` as Parameters<typeof t>[0], { value: n(w.value), limit: n(w.limit) });
}

export const itemColumns: Column<ProgrammeItem>[] = [
  { get name() { return t('programme.code'); }, cell: (i) => <a class="strong num" href={`/programme/items/${i.id}`}>{i.code}</a> },
  { get name() { return t('programme.what'); }, cell: (i) => <a href={`/programme/items/${i.id}`}>{inWords(i.title)}</a> },
  { get name() { return t('programme.owner'); }, class: 'hide-narrow', cell: (i) => i.owner?.display_name ?? <span class="soft">{t('programme.owner.none')}</span> },
  { get name() { return t('list.state'); }, cell: (i) => <State state={i.state} group="item.state" tone={itemTone[i.state]} /> },
  { get name() { return t('programme.due'); }, cell: (i) => <Day of={i.due_on} /> },
  { get name() { return t('programme.behind'); }, cell: (i) => <Behind of={i.watched} /> },
];

export function Calendars({ programme }: { programme: string | null }) {
  const list = useResource<List<CalendarToken>>('/calendars');
  const [path, setPath] = useState('');
  const { busy, problem, ask } = useAsking();
  const give = async () => {
    const answer = await ask<CalendarToken>('/calendars', { body: programme ? { programme_id: programme } : {}, once: true });
    if (answer.data) setPath(location.origin + answer.data.path);
    stale((p) => p.startsWith('/calendars'));
  };
  const revoke = async (id: string) => {
    await ask(`/calendars/${id}/events`, { body: { event: 'revoke' } });
    setPath('');
    stale((p) => p.startsWith('/calendars'));
  };
  return (
    <>
      <p class="soft">{t('programme.calendar.text')}</p>
      <button disabled={busy} onClick={() => void give()}>{t(programme ? 'programme.calendar.all' : 'programme.calendar.mine')}</button>
      {path && <p role="status">{t('programme.calendar.once')} <code class="hash">{path}</code></p>}
      <Problem problem={problem} />
      <ul class="links">{(list.data?.items ?? []).map((c) => (
        <li key={c.id}><span>{c.programme_id ? t('nav.programme') : t('programme.mine')}</span><span class="meta">{t('programme.calendar.until', { day: date(c.expires_at) })}</span><button class="link" onClick={() => void revoke(c.id)}>{t('programme.calendar.revoke')}</button></li>))}</ul>
      {list.data?.items.length === 0 && <p class="meta">{t('programme.calendar.none')}</p>}
    </>
  );
}

export const usePeople = (): PersonRef[] => useResource<List<PersonRef>>('/programme-people?limit=500').data?.items ?? [];
export const personName = (p: PersonRef): string => (p.party ? `${p.display_name} · ${p.party}` : p.display_name);
