// Long work with its progress; read again each second until it ends (the live stream wakes it sooner).
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client';
import { stale } from '../api/resource';
import { hasWord, t, word } from '../i18n';
import { number } from '../i18n/format';
import type { Job } from '../api/types';
import { Problem } from './problem';
import { State } from './state';

export const running = (job: Job): boolean => job.state === 'queued' || job.state === 'running';

export function JobLine({ job }: { job: Job }) {
  const on = running(job);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => stale((p) => p.startsWith('/jobs')), 1000);
    return () => clearInterval(timer);
  }, [on]);
  const { done, total, phase } = job.progress ?? { done: 0, total: null, phase: '' };
  return (
    <div class="group">
      <div class="filters">
        <span class="strong">{hasWord('job', job.kind) ? word('job', job.kind) : job.kind}</span><State state={job.state} />
        <span class="meta num">{phase} {total ? t('job.progress', { done: number(done), total: number(total) }) : done ? number(done) : ''}</span>
        {on && <button class="small" onClick={() => void ask(`/jobs/${job.id}/cancel`, { method: 'POST' }).then(() => stale((p) => p.startsWith('/jobs')))}>{t('job.cancel')}</button>}
      </div>
      {on && (total ? <progress value={done} max={total} aria-label={t('job.label')} /> : <progress aria-label={t('job.label')} />)}
      <Problem problem={job.problem} />
    </div>
  );
}
