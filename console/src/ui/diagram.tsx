// A state machine with branches, in rows: "you are here", and the states that a step leads to from here.
import { t, word } from '../i18n';
import type { NextEvent } from '../api/types';

export function Diagram({ rows, now, next, group }: { rows: string[][]; now: string; next: NextEvent[] | undefined; group: string }) {
  const open = new Set((next ?? []).map((e) => e.to));
  return (
    <div class="diagram" role="group" aria-label={t('machine.label')}>
      {rows.map((states, i) => (
        <ol key={i} class={i === 0 ? 'machine' : 'machine side'}>
          {states.map((s) => <li key={s} class={s === now ? 'now' : open.has(s) ? 'next' : ''} aria-current={s === now ? 'step' : undefined}>{word(group, s)}</li>)}
        </ol>
      ))}
    </div>
  );
}
