// The frame: band, rail, top line. Views stand inside.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language, setLanguage, t, word } from '../i18n';
import { dateTime } from '../i18n/format';
import { currentCrumbs, useCrumbsTold } from '../ui/page';
import { house, type Entry } from './house';
import { rail } from './places';
import { usePlace } from './router';
import { Search } from './search';
import { signOut, useSession } from './session';
import { setTheme, theme, type Theme } from './theme';
import type { Instance } from '../api/types';

export function Band({ instance }: { instance: Instance | undefined }) {
  if (instance?.shadow) return <div class="band training" role="note">{t('band.shadow')}</div>;
  if (!instance || instance.kind === 'production') return null;
  return <div class={`band ${instance.kind}`} role="note">{t(instance.kind === 'demo' ? 'band.demo' : 'band.training')}</div>;
}

export function LanguageSwitch() {
  const l = language();
  return (
    <>
      <button class="link" lang="en" aria-pressed={l === 'en'} onClick={() => void setLanguage('en')}>English</button>
      <button class="link" lang="zh-Hans" aria-pressed={l === 'zh'} onClick={() => void setLanguage('zh')}>中文</button>
    </>
  );
}

export function ThemeSwitch() {
  const [now, set] = useState<Theme>(theme());
  const options: Theme[] = ['', 'light', 'dark', 'contrast'];
  return (
    <>
      {options.map((o) => (
        <button class="link" key={o} aria-pressed={now === o} onClick={() => { setTheme(o); set(o); }}>
          {t(o === '' ? 'theme.system' : o === 'light' ? 'theme.light' : o === 'dark' ? 'theme.dark' : 'theme.contrast')}
        </button>
      ))}
    </>
  );
}

function Crumbs() {
  useCrumbsTold();
  return (
    <nav aria-label={t('frame.where')} class="crumbs">
      <ol class="crumbs">{currentCrumbs().map((c) => <li key={c.name}>{c.path ? <a href={c.path}>{c.name}</a> : <span aria-current="page">{c.name}</span>}</li>)}</ol>
    </nav>
  );
}

function Me() {
  const { session } = useSession();
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (e: Event) => {
      if (box.current && !box.current.contains(e.target as Node)) box.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  return (
    <details class="me" ref={box}>
      <summary>{session?.person?.display_name}</summary>
      <div class="pop">
        <div>
          <div class="strong">{session?.person?.display_name}</div>
          <div class="meta">{session?.party?.name}</div>
        </div>
        <div class="meta">{session?.roles?.map((r) => word('role', r)).join(' · ')}</div>
        <a href="/settings">{t('nav.settings')}</a>
        <button onClick={() => void signOut()}>{t('frame.sign.out')}</button>
      </div>
    </details>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  const { session } = useSession();
  const { path } = usePlace();
  const [open, setOpen] = useState(false);
  const [searching, setSearching] = useState(false);
  useEffect(() => setOpen(false), [path]);
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      const typing = (e.target as Element).closest('input, textarea, select, dialog');
      if ((e.key === 'k' && (e.ctrlKey || e.metaKey)) || (e.key === '/' && !typing && !e.ctrlKey && !e.metaKey)) {
        e.preventDefault();
        setSearching(true);
      }
      if (e.key === 'Escape') setOpen(false);
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  const instance = session?.instance;
  const here = (e: Entry) => path === e.path || (e.path !== '/' && path.startsWith(e.path + '/')) || (e.also?.test(path) ?? false);
  return (
    <div class={open ? 'frame open' : 'frame'}>
      <Band instance={instance} />
      <aside class="rail">
        <a href="/" class="brand"><img src="/mark.svg" alt="" />{house().name}<span class="meta">{instance?.name}</span></a>
        <nav aria-label={t('frame.rail')}>
          {rail().map((e) => <a href={e.path} key={e.path} aria-current={here(e) ? 'page' : undefined}>{t(e.name)}</a>)}
        </nav>
        <div class="foot">
          <div class="row"><LanguageSwitch /></div>
          <div class="row"><ThemeSwitch /></div>
          <div>{house().links.filter((l) => l.at.includes('rail')).map((l) => <><a href={l.path}>{t(l.name)}</a> · </>)}{instance?.version}</div>
        </div>
      </aside>
      {open && <button class="scrim" aria-label={t('act.close')} onClick={() => setOpen(false)} />}
      <header class="top">
        <button class="menu-button small" aria-expanded={open} onClick={() => setOpen(!open)}>{t('frame.menu')}</button>
        <Crumbs />
        <button class="find" aria-label={t('search.open')} onClick={() => setSearching(true)}>{t('search.open')}<kbd>/</kbd></button>
        {instance && (
          <span class="clock" title={`${instance.time_zone} · ${dateTime(instance.now)}`}>
            {instance.working_now ? t('frame.working') : t('frame.not.working', { at: dateTime(instance.next_working_at) })}
          </span>
        )}
        <Me />
      </header>
      <main id="main" tabIndex={0}>{children}</main>
      {searching && <Search onClose={() => setSearching(false)} />}
    </div>
  );
}
