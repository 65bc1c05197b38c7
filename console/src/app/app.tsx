// Which view a place shows. Each view is loaded when it is first opened.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { onLanguage, t } from '../i18n';
import { Head, useWhere } from '../ui/page';
import { Loading, Problem } from '../ui/problem';
import { SignIn } from '../views/sign_in';
import { Home } from '../views/home';
import { Password } from '../views/settings';
import { Frame } from './frame';
import { startLive, stopLive } from './live';
import { match, usePlace } from './router';
import { readSession, useSession } from './session';

// The pattern gives the parameters.
type View = ComponentType<Record<string, string>>;
type Load = () => Promise<View>;

const views: [string, Load][] = [
  ['/filings', () => import('../views/filings/list').then((m) => m.Filings as View)],
  ['/filings/new', () => import('../views/filings/new').then((m) => m.NewFiling as View)],
  ['/filings/import', () => import('../views/filings/import').then((m) => m.ImportFilings as View)],
  ['/filings/conflicts', () => import('../views/filings/reconcile').then((m) => m.Reconcile as View)],
  ['/filings/:id', () => import('../views/filings/page').then((m) => m.FilingPage as unknown as View)],
  ['/sites/:id', () => import('../views/filings/site').then((m) => m.SitePage as unknown as View)],
  ['/domains', () => import('../views/domains/list').then((m) => m.Domains as View)],
  ['/domains/import', () => import('../views/domains/import').then((m) => m.ImportDomains as View)],
  ['/domains/:name', () => import('../views/domains/page').then((m) => m.DomainPage as unknown as View)],
  ['/subjects/:id', () => import('../views/filings/subject').then((m) => m.SubjectPage as unknown as View)],
  ['/resources', () => import('../views/resources/list').then((m) => m.Resources as View)],
  ['/resources/import', () => import('../views/resources/import').then((m) => m.ImportBlocks as View)],
  ['/resources/:id', () => import('../views/resources/block').then((m) => m.BlockPage as unknown as View)],
  ['/resources/leases/:id', () => import('../views/resources/lease').then((m) => m.LeasePage as unknown as View)],
  ['/census', () => import('../views/census').then((m) => m.Census as View)],
  ['/legacy', () => import('../views/legacy').then((m) => m.Legacy as View)],
  ['/testing', () => import('../views/testing/list').then((m) => m.Testing as View)],
  ['/testing/visits/:id', () => import('../views/testing/visit').then((m) => m.VisitPage as unknown as View)],
  ['/testing/suspicions/:id', () => import('../views/testing/suspicion').then((m) => m.SuspicionPage as unknown as View)],
  ['/cases', () => import('../views/cases/list').then((m) => m.Cases as View)],
  ['/cases/:id', () => import('../views/cases/page').then((m) => m.CasePage as unknown as View)],
  ['/decisions/:id', () => import('../views/cases/decision_page').then((m) => m.DecisionPage as unknown as View)],
  ['/orders', () => import('../views/orders/list').then((m) => m.Orders as View)],
  ['/orders/:id', () => import('../views/orders/page').then((m) => m.OrderPage as unknown as View)],
  ['/appeals/:id', () => import('../views/orders/appeal').then((m) => m.AppealPage as unknown as View)],
  ['/ledger', () => import('../views/ledger/page').then((m) => m.Ledger as View)],
  ['/jobs', () => import('../views/jobs').then((m) => m.Jobs as View)],
  ['/people', () => import('../views/people/list').then((m) => m.People as View)],
  ['/people/:id', () => import('../views/people/page').then((m) => m.PersonPage as unknown as View)],
  ['/settings', () => import('../views/settings').then((m) => m.Settings as View)],
];

const loaded = new Map<string, View>();

function NotFound() {
  useWhere({ name: t('missing.title') });
  return <><Head title={t('missing.title')} /><p class="soft">{t('missing.text')} <a href="/">{t('nav.home')}</a></p></>;
}

function Outlet() {
  const { path } = usePlace();
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  if (path === '/' || path === '/home') return <Home />;
  for (const [pattern, load] of views) {
    const params = match(pattern, path);
    if (!params) continue;
    const View = loaded.get(pattern);
    if (View) return <View {...params} key={path} />;
    if (failed) return <Problem problem={{ status: 0, code: 'no_connection', title: '', detail: '' }} retry={() => location.reload()} />;
    load().then((v) => {
      loaded.set(pattern, v);
      redraw((n) => n + 1);
    }, () => setFailed(true));
    return <Loading />;
  }
  return <NotFound />;
}

export function App() {
  const { session, failed } = useSession();
  const [, redraw] = useState(0);
  useEffect(() => onLanguage(() => redraw((n) => n + 1)), []);
  useEffect(() => void readSession(), []);
  const signedIn = session?.signed_in ?? false;
  useEffect(() => {
    if (signedIn) startLive();
    else stopLive();
  }, [signedIn]);
  if (!session) {
    if (failed) return <div class="sign-in"><div class="card"><Problem problem={failed} retry={() => void readSession()} /></div></div>;
    return null;
  }
  if (!signedIn) return <SignIn instance={session.instance} />;
  if (session.must_change_password) return <div class="sign-in"><div class="card"><p>{t('settings.password.must')}</p><Password onDone={() => void readSession()} /></div></div>;
  return <Frame><Outlet /></Frame>;
}
