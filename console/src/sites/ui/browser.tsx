// What a browser made of a page: its screenshot, grey and blurred until somebody asks for it, and what it asked for.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { t } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import type { Problem as ProblemData, Test } from '../types';
import { Facts } from '../../ui/page';
import { Problem } from '../../ui/problem';

// Nothing is loaded before it is asked for: that somebody read it goes on record.
function Screenshot({ test, blurred }: { test: Test; blurred: boolean }) {
  const [address, setAddress] = useState<string | null>(null);
  const [clear, setClear] = useState(false);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useEffect(() => () => { if (address) URL.revokeObjectURL(address); }, [address]);
  useEffect(() => { if (blurred) setClear(false); }, [blurred]);
  const shot = test.browser!.screenshot;
  if (!shot) return <p class="meta">{t('browser.shot.none')}</p>;
  if (!shot.kept) return <p class="meta">{t(shot.outcome === 'dropped' ? 'visit.picture.dropped' : 'browser.shot.unkept')}</p>;
  async function load() {
    const answer = await ask<Blob>(`/tests/${test.id}/screenshot`, { file: true });
    setFailed(answer.problem ?? null);
    if (answer.data) setAddress(URL.createObjectURL(answer.data));
  }
  return (
    <>
      <Problem problem={failed} />
      {address
        ? <figure class={clear ? 'shot clear' : 'shot'}><img src={address} width={shot.width} height={shot.height} alt={t('browser.shot.of', { host: test.host })} /></figure>
        : <p><button onClick={() => void load()}>{t('browser.shot.load')}</button> <span class="meta">{t('browser.shot.recorded')}</span></p>}
      {address && <p><button aria-pressed={clear} onClick={() => setClear(!clear)}>{t(clear ? 'browser.shot.blur' : 'browser.shot.show')}</button></p>}
    </>
  );
}

export function Browser({ test, blurred }: { test: Test; blurred: boolean }) {
  const b = test.browser;
  if (!b) return null;
  return (
    <div class="group">
      <h3>{t('browser.title')}</h3>
      {b.error ? <p class="late">{t('browser.failed', { why: b.error.replaceAll('_', ' ') })}</p> : (
        <>
          <p class="meta">{t('browser.text')}</p>
          <Screenshot test={test} blurred={blurred} />
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
