// Three questions: what waits for me, what breaches or expires next, what changed since I was here. Figures come after.
import { useResource } from '../api/resource';
import { house } from '../app/house';
import { recordPath } from '../app/places';
import { hasWord, t, word } from '../i18n';
import { number } from '../i18n/format';
import type { Home as HomeData, HomeItem } from '../api/types';
import { Group, Head, useWhere } from '../ui/page';
import { Loading, Problem } from '../ui/problem';
import { Due, State, When } from '../ui/state';
import { eventName } from '../ui/timeline';

function Item({ of }: { of: HomeItem }) {
  // A title that is a code, not somebody's words, has a word for it.
  const title = hasWord('subject', of.title) ? word('subject', of.title) : of.title;
  const path = of.what === 'key_to_enrol' ? '/settings' : recordPath(of.record_kind, of.record_id);
  return (
    <li>
      <div class="row">{path ? <a href={path}>{title}</a> : <span>{title}</span>}<Due at={of.due_at} /></div>
      <div class="row"><span class="meta">{hasWord('what', of.what) ? word('what', of.what) : word('kind', of.record_kind)}</span>{of.state && <State state={of.state} group={house().states(of.record_kind)} />}</div>
    </li>
  );
}

export function Home() {
  useWhere({ name: t('nav.home') });
  const home = useResource<HomeData>('/home');
  if (!home.data) return home.problem ? <Problem problem={home.problem} retry={() => void home.reload()} /> : <Loading />;
  const { waiting, expiring, changed, figures } = home.data;
  return (
    <>
      <Head title={waiting.length ? t('home.title', { n: waiting.length }) : t('home.title.none')} />
      <div class="home">
        <Group title={t('home.waiting')}>
          {waiting.length ? <ul>{waiting.map((i) => <Item of={i} key={i.what + i.record_id} />)}</ul> : <p class="soft">{t('home.waiting.none')}</p>}
        </Group>
        <Group title={t('home.expiring')}>
          {expiring.length ? <ul>{expiring.map((i) => <Item of={i} key={i.what + i.record_id} />)}</ul> : <p class="soft">{t('home.expiring.none')}</p>}
        </Group>
        <Group title={t('home.changed')}>
          {changed.length ? (
            <ul>
              {changed.map((e) => {
                const path = recordPath(e.record_kind, e.record_id);
                return (
                  <li key={e.event_id}>
                    <div class="row">{path ? <a href={path}>{eventName(e.kind)}</a> : <span>{eventName(e.kind)}</span>}<span class="meta">{e.count > 1 && <span class="num">× {number(e.count)} · </span>}<When at={e.at} relative /></span></div>
                    <div class="meta">{word('kind', e.record_kind)} · {e.actor?.display_name ?? t('timeline.system')}</div>
                  </li>
                );
              })}
            </ul>
          ) : <p class="soft">{t('home.changed.none')}</p>}
        </Group>
      </div>
      {figures.length > 0 && (
        <div class="figures">
          {figures.map((f) => <a href={house().figures[f.figure] ?? '/'} key={f.figure}><b>{number(f.value)}</b><span>{word('figure', f.figure)}</span></a>)}
        </div>
      )}
    </>
  );
}
