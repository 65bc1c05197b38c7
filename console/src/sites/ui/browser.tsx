// What a browser made of a page, and what it asked for.
import { t } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import type { Test } from '../types';
import { Facts } from '../../ui/page';

export function Browser({ test }: { test: Test }) {
  const b = test.browser;
  if (!b) return null;
  return (
    <div class="group">
      <h3>{t('browser.title')}</h3>
      {b.error ? <p class="late">{t('browser.failed', { why: b.error.replaceAll('_', ' ') })}</p> : (
        <>
          <p class="meta">{t('browser.text')}</p>
          <Facts of={[
            [t('visit.final'), b.final_url !== test.url && <span class="mono wrap">{b.final_url}</span>],
            [t('browser.dom'), bytes(b.dom_bytes)],
            [t('browser.settled'), t(b.settled ? 'browser.settled.yes' : 'browser.settled.no', { n: number(b.took_ms) })],
            [t('browser.refused'), b.log.refused?.length ? b.log.refused.join(', ') : null],
          ]} />
          {!!b.log.requests?.length && (
            <details>
              <summary>{t('browser.requests', { n: number(b.requests) })}</summary>
              <ul class="hits">{b.log.requests.map((r, i) => <li key={i}><div class="mono wrap">{r.url}</div><div class="meta">{[r.type, r.status || '–', r.bytes > 0 && bytes(r.bytes), r.error].filter(Boolean).join(' · ')}</div></li>)}</ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}
