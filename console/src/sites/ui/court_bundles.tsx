// The evidence of a case for a court: asked for by one button, made by a job, downloaded for some days.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { useResource } from '../../api/resource';
import { t, word } from '../../i18n';
import { bytes, date, number } from '../../i18n/format';
import { useAsking } from '../../ui/form';
import { JobLine } from '../../ui/job';
import { Group } from '../../ui/page';
import { Problem } from '../../ui/problem';
import { save } from '../../ui/save';
import { When } from '../../ui/state';
import type { Job, Problem as ProblemData } from '../types';
import type { CourtBundle } from '../types_evidence';
import { firstPurpose, PurposeFields } from './custody';

function OneBundle({ of: b, number: name, onMade }: { of: CourtBundle; number: string; onMade: () => void }) {
  const { data: job } = useResource<Job>(b.made_at ? null : `/jobs/${b.job_id}`);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useEffect(() => {
    if (job?.state === 'done') onMade();
  }, [job?.state]);
  async function load() {
    const answer = await ask<Blob>(`/court-bundles/${b.id}/readings`, { body: {}, file: true });
    setFailed(answer.problem ?? null);
    if (answer.ok && answer.data) save(answer.data, `evidence-${name}.zip`);
  }
  return (
    <li class="stack">
      <div>
        <When at={b.asked_at} /> {word('purpose', b.purpose)} {b.reference} <span class="soft">{b.asked_by?.display_name}</span>
        {b.made_at && <span class="meta"> {t('bundle.case.tests', { n: number(b.tests) })} · {bytes(b.bytes)} · {b.removed_at ? t('bundle.case.gone', { at: date(b.removed_at) }) : t('bundle.case.kept', { at: date(b.kept_until ?? '') })}</span>}
      </div>
      {b.made_at && !b.removed_at && <div><button class="small" onClick={() => void load()}>{t('bundle.case.load')}</button></div>}
      {!b.made_at && job && <JobLine job={job} />}
      <Problem problem={failed} />
    </li>
  );
}

export function CourtBundles({ id, number: name }: { id: string; number: string }) {
  const { data, problem, reload } = useResource<{ items: CourtBundle[] }>(`/cases/${id}/bundles?limit=5`);
  const [wanted, setWanted] = useState(firstPurpose);
  const { busy, problem: refused, ask: asking } = useAsking();
  async function make(e: Event) {
    e.preventDefault();
    const answer = await asking(`/cases/${id}/bundles`, { body: wanted, once: true });
    if (answer.ok) void reload();
  }
  return (
    <Group title={t('bundle.case.title')}>
      <p class="soft">{t('bundle.case.text')}</p>
      <form class="stack" onSubmit={(e) => void make(e)}>
        <PurposeFields of={wanted} put={setWanted} />
        <div><button disabled={busy}>{t('bundle.case.make')}</button></div>
        <Problem problem={refused ?? problem} />
      </form>
      {data && data.items.length > 0 && <ul class="plain">{data.items.map((b) => <OneBundle key={b.id} of={b} number={name} onMade={() => void reload()} />)}</ul>}
    </Group>
  );
}
