// The steps of a line.
import { t } from '../../i18n';
import type { NextEvent } from '../types';
import { CodeSteps } from './code_steps';

const saying = {
  group: 'line_event',
  reasons: ['holder_asked', 'not_registered', 'fraud_suspected', 'court_order', 'lost'],
  grave: new Set(['bar', 'bar_one_way', 'disconnect', 'release']),
};

export function LineSteps({ path, etag, events, may }: { path: string; etag: string | undefined; events: NextEvent[]; may: boolean }) {
  const needing = new Set(events.filter((e) => e.needs_reasons).map((e) => e.event));
  const text = (event: string) => (!needing.has(event) ? null : t(event === 'disconnect' ? 'line.disconnect.text' : event.startsWith('bar') ? 'line.bar.text' : 'line.step.text'));
  return <CodeSteps path={path} etag={etag} events={events} may={may} saying={{ ...saying, text }} />;
}
