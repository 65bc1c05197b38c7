import '../styles/tokens.css';
import './pos.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { now } from './api';
import { usePlace } from './place';
import { keepSyncing, load } from './queue';
import { closedBecause, useApp } from './state';
import { Capture } from './views/capture';
import { Enrol } from './views/enrol';
import { Home } from './views/home';
import { firstLanguage, language, setLanguage, t, useLanguage } from './words';

function useUpdate(): (() => void) | null {
  const [ready, set] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    void navigator.serviceWorker.register('/pos/sw.js', { scope: '/pos/' }).then((r) => {
      const look = (): void => { if (r.waiting && navigator.serviceWorker.controller) set(r.waiting); };
      look();
      r.addEventListener('updatefound', () => r.installing?.addEventListener('statechange', look));
    }, () => undefined);
  }, []);
  return ready && (() => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
    ready.postMessage('take over');
  });
}

function App() {
  useLanguage();
  const app = useApp(), at = usePlace().split('/'), update = useUpdate();
  if (!app.ready) return null;
  const page = !app.device ? <Enrol /> : at[1] === 'capture' ? <Capture step={at[2] ?? ''} correcting="" /> : at[1] === 'correct' ? <Capture step="" correcting={at[2] ?? ''} /> : <Home />;
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.querySelector('h1')?.focus(); }}>{t('app.skip')}</a>
      <header>
        <a href="#/" class="name">{t('app.name')}</a>
        <button class="link" lang={language() === 'zh' ? 'en' : 'zh-Hans'} onClick={() => setLanguage(language() === 'zh' ? 'en' : 'zh')}>{t('app.language')}</button>
      </header>
      <p class={'net ' + (app.online ? 'on' : 'off')} role="status">{app.online ? t('app.online') : closedBecause(app, now()) ? t('app.offline.only') : t('app.offline')}</p>
      {update && <p class="net on">{t('app.update')} <button class="link" onClick={update}>{t('app.update.act')}</button></p>}
      <main id="main">{page}</main>
    </>
  );
}

setLanguage(firstLanguage());
render(<App />, document.getElementById('app')!);
void load().then(keepSyncing);
