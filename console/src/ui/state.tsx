// A state is a word with a colour; the colour is never the only signal.
import { word } from '../i18n';
import { dateTime, exact, left, ago } from '../i18n/format';

const tones: Record<string, string> = {};
for (const s of 'filed open verified upheld restored done enrolled enabled active delivered read clean checked executed sent corrected'.split(' ')) tones[s] = 'good';
for (const s of 'unfiled blocklisted held refused failed in_force ordered rejected revoked clue public_notice defect_notice error barred one_way_barred'.split(' ')) tones[s] = 'stop';
for (const s of 'cancelled withdrawn retired closed dismissed expired lapsed lifted ended moot reversed varied deduplicated available disconnected quarantined destroyed'.split(' ')) tones[s] = 'gone';

export function State({ state, group = 'state', tone }: { state: string; group?: string; tone?: string | undefined }) {
  return <span class={`state ${tone ?? tones[state] ?? 'wait'}`}>{word(group, state)}</span>;
}

export function When({ at, relative = false }: { at: string | null | undefined; relative?: boolean }) {
  if (!at) return <span class="meta">–</span>;
  return <time dateTime={at} title={exact(at)} class="num">{relative ? ago(at) : dateTime(at)}</time>;
}

export function Due({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  const l = left(at);
  return <time dateTime={at} title={exact(at)} class={l.late ? 'late num' : l.soon ? 'due-soon num' : 'num soft'}>{l.text}</time>;
}
