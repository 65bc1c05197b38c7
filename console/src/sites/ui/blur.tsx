// Content is grey and blurred until a person asks for it. Each asking counts against the person's share of the day, over
// all queues alike; nobody else sees the count.
import { useRef, useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { stale } from '../../api/resource';
import { has } from '../../app/session';
import { t } from '../../i18n';
import { Problem } from '../../ui/problem';
import type { Care, Problem as ProblemData } from '../types';

export const workers = ['examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'appeal_officer', 'operator'];

export interface Blur { blurred: boolean; toggle: () => void; capped: ProblemData | null }

export function useBlur(): Blur {
  const [blurred, setBlurred] = useState(true);
  const covered = useRef(true);  // what a key pressed now finds, whenever its listener was made
  const cover = (on: boolean) => {
    covered.current = on;
    setBlurred(on);
  };
  const [capped, setCapped] = useState<ProblemData | null>(null);
  async function uncover() {
    if (has(...workers)) {
      const answer = await ask<Care>('/care/views', { body: {} });
      setCapped(answer.problem ?? null);
      if (!answer.ok) return;
      stale((p) => p === '/care');
    }
    cover(false);
  }
  return { blurred, capped, toggle: () => (covered.current ? void uncover() : cover(true)) };
}

export function BlurButton({ of, hint }: { of: Blur; hint?: string }) {
  return <button aria-pressed={!of.blurred} onClick={of.toggle}>{of.blurred ? t('visit.show') : t('visit.blur')}{hint && <> <kbd>{hint}</kbd></>}</button>;
}

export function Capped({ of }: { of: Blur }) {
  return of.capped ? <Problem problem={of.capped} /> : null;
}
