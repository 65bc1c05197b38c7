// What there is to do about persons and about lines, beside looking one up.
import { has } from '../../app/session';
import { t, type Key } from '../../i18n';

interface Tab { path: string; name: Key; roles?: string[] }
const ofPersons: Tab[] = [{ path: '/persons', name: 'persons.title' }, { path: '/duplicates', name: 'nav.duplicates' }, { path: '/excess', name: 'nav.excess' }, { path: '/corrections', name: 'nav.corrections' }];
const ofLines: Tab[] = [{ path: '/lines', name: 'nav.lines' }, { path: '/pools', name: 'nav.pools' }, { path: '/transfers', name: 'nav.transfers' }, { path: '/ports', name: 'nav.ports' }, { path: '/things', name: 'nav.things' }];

function Tabs({ of, now }: { of: Tab[]; now: string }) {
  return <nav class="tabs" aria-label={t('tabs.label')}>{of.filter((p) => !p.roles || has(...p.roles)).map((p) => <a key={p.path} href={p.path} aria-current={p.path === now ? 'page' : undefined}>{t(p.name)}</a>)}</nav>;
}
export const PersonTabs = ({ now }: { now: string }) => <Tabs of={ofPersons} now={now} />;
export const LineTabs = ({ now }: { now: string }) => <Tabs of={ofLines} now={now} />;
export const more: Tab[] = [...ofPersons, ...ofLines];
