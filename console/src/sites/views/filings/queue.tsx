// The review queue: the position of a filing, and the one way to review: take the next.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { go } from '../../../app/router';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Filing, Problem as ProblemData, QueuePlace } from '../../types';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';

export const position = (at: number | null | undefined) => (at == null ? '' : at === 0 ? t('queue.now') : number(at));

export function InQueue({ at }: { at: QueuePlace | null | undefined }) {
  if (!at) return null;
  return (
    <div class="tell">
      <h2>{at.position === 0 ? (at.mine ? t('queue.mine') : t('queue.now')) : t('queue.position', { n: number(at.position) })}</h2>
      <p>{t('queue.since')} <When at={at.entered_at} />. {at.taken_until && <>{t('queue.until')} <When at={at.taken_until} />. </>}{t('queue.text')}</p>
    </div>
  );
}

export function TakeNext() {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function take() {
    const answer = await ask<Filing>('/filings/review-queue/next', { body: {} });
    setProblem(answer.problem ?? null);
    if (answer.data) go(`/filings/${answer.data.id}`);
  }
  return <><button class="primary" onClick={() => void take()}>{t('queue.take')}</button><Problem problem={problem} /></>;
}
