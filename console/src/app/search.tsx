// Search everything: records as the house finds them, and the places of the console. `/` or Ctrl-K.
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Dialog } from '../ui/form';
import { house, type Hit } from './house';
import { rail } from './places';
import { go } from './router';

export function Search({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Hit[]>([]);
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const q = text.trim();
    if (q.length < 2) {
      setFound([]);
      setState('idle');
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setState('busy');
      void house().find(q, stop.signal).then((hits) => {
        if (stop.signal.aborted) return;
        setFound(hits ?? []);
        setState(hits ? 'done' : 'failed');
        setAt(0);
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  const q = text.trim().toLowerCase();
  const places: Hit[] = rail().filter((e) => !q || t(e.name).toLowerCase().includes(q)).map((e) => ({ group: t('search.places'), title: t(e.name), detail: '', path: e.path }));
  const hits = [...found, ...places];
  const choose = (h: Hit | undefined) => {
    if (!h) return;
    onClose();
    go(h.path);
  };
  const key = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      setAt((n) => (n + (e.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length));
    }
    if (e.key === 'Enter') {
      e.preventDefault();
      choose(hits[at]);
    }
  };
  return (
    <Dialog title={t('search.open')} onClose={onClose} class="search">
      <input autofocus role="combobox" aria-expanded="true" aria-controls="search-hits" aria-activedescendant={hits[at] ? `hit-${at}` : undefined} aria-label={t('search.hint')} placeholder={t('search.hint')} value={text} onInput={(e) => setText(e.currentTarget.value)} onKeyDown={key} />
      {state === 'failed' && <p class="none">{t('search.failed')}</p>}
      {state === 'done' && hits.length === 0 && <p class="none">{t('search.none', { q: text.trim() })}</p>}
      <ul id="search-hits" role="listbox" aria-label={t('search.hits')}>
        {hits.map((h, i) => (
          <li role="option" id={`hit-${i}`} aria-selected={i === at ? 'true' : 'false'} key={h.path + h.group}>
            <a href={h.path} tabIndex={-1} onMouseMove={() => setAt(i)} onClick={onClose}><span class="group">{h.group}</span><span class="wrap">{h.title}</span><span class="meta">{h.detail}</span></a>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
