// The screenshot of a visit, for one look: nothing is loaded before it is asked for (P), it comes grey and blurred, a second
// key shows it in clear (G), and it is gone with the next visit or case. Each showing counts against the person's share of
// the day. M: may show a minor, and the visit leaves every screen at once. Nothing here plays: no video and no sound is kept.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { stale } from '../../api/resource';
import { has } from '../../app/session';
import { t } from '../../i18n';
import { useKeys } from '../../ui/keys';
import { Problem } from '../../ui/problem';
import type { Problem as ProblemData, Test } from '../types';

export const handOverWanted = 'muster:hand-over';  // told to the case's page when a person's share is used up

const lookers = ['examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'appeal_officer'];

// One key, and nothing is asked first: every visit to the host leaves every screen.
export function Minor({ test, current = true }: { test: Test; current?: boolean }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const may = has(...lookers);
  async function seal() {
    const answer = await ask(`/tests/${test.id}/events`, { body: { event: 'may_show_minor' } });
    setProblem(answer.problem ?? null);
    if (answer.ok) stale((p) => /^\/(cases|tests|suspicions|second-reviews|reports)/.test(p));
  }
  useKeys({ m: current && may && (() => void seal()) });
  if (!may) return null;
  return <><button class="small" title={t('browser.minor.text')} onClick={() => void seal()}>{t('browser.minor')}{current && <> <kbd>M</kbd></>}</button><Problem problem={problem} /></>;
}

// `current`: the visit that the page's keys are about. `covered`: the page was blurred again, and its picture with it.
export function Picture({ test, current, covered }: { test: Test; current: boolean; covered: boolean }) {
  const [address, setAddress] = useState<string | null>(null);
  const [clear, setClear] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  useEffect(() => {
    figure.current?.scrollIntoView({ block: 'nearest' });
    return () => { if (address) URL.revokeObjectURL(address); };
  }, [address]);
  useEffect(() => { if (covered) setClear(false); }, [covered]);
  useEffect(() => { if (!current) hide(); }, [current]);
  const shot = test.browser?.screenshot;
  const showable = !!shot?.kept;
  function hide() {
    setAddress(null);
    setClear(false);
  }
  async function show() {
    const answer = await ask<Blob>(`/tests/${test.id}/picture-views`, { body: {}, file: true });
    stale((p) => p === '/care');
    setProblem(answer.problem ?? null);
    if (answer.data) setAddress(URL.createObjectURL(answer.data));
  }
  const toggle = () => (address ? hide() : void show());
  useKeys({
    p: current && showable && toggle,
    g: current && !!address && (() => setClear(!clear)),
  });
  return (
    <>
      {!shot && <p class="meta">{t('browser.shot.none')}</p>}
      {shot && !shot.kept && <p class="meta">{t(shot.outcome === 'dropped' ? 'visit.picture.dropped' : 'browser.shot.unkept')}</p>}
      <Problem problem={problem} />
      {problem?.code === 'exposure_cap' && <p><button onClick={() => dispatchEvent(new Event(handOverWanted))}>{t('desk.hand.over')}</button></p>}
      {address && <figure ref={figure} class={clear ? 'shot clear' : 'shot'}><img src={address} width={shot!.width} height={shot!.height} alt={t('browser.shot.of', { host: test.host })} /></figure>}
      <div class="filters">
        {showable && <button onClick={toggle}>{t(address ? 'browser.shot.hide' : 'browser.shot.load')}{current && <> <kbd>P</kbd></>}</button>}
        {address && <button aria-pressed={clear} onClick={() => setClear(!clear)}>{t(clear ? 'browser.shot.blur' : 'browser.shot.show')}{current && <> <kbd>G</kbd></>}</button>}
        <Minor test={test} current={current} />
      </div>
      {showable && !address && <p class="meta">{t('browser.shot.recorded')}</p>}
    </>
  );
}
