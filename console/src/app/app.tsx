// Which view a place shows. Each view is loaded when it is first opened.
import { useEffect, useState } from 'preact/hooks';
import { t, useLanguageTold } from '../i18n';
import { Head, useWhere } from '../ui/page';
import { Loading, Problem } from '../ui/problem';
import { SignIn } from '../views/sign_in';
import { Home } from '../views/home';
import { Password } from '../views/settings';
import { Frame } from './frame';
import { house, type View } from './house';
import { startLive, stopLive } from './live';
import { match, usePlace } from './router';
import { readSession, useSession } from './session';

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
  for (const [pattern, load] of house().views) {
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
  useLanguageTold();
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
