// The live stream: tells which records changed (ids and kinds alone), so that what is on the screen is read again.
import { stale } from '../api/resource';
import { house } from './house';

let source: EventSource | null = null;
let timer = 0;
const waiting = new Set<string>();
let everything = false;

function flush(): void {
  timer = 0;
  const prefixes = [...waiting];
  const all = everything;
  waiting.clear();
  everything = false;
  stale((path) => all || path.startsWith('/home') || path.startsWith('/ledger') || prefixes.some((p) => path.startsWith(p)));
}

// Many changes within half a second (an import, a census) are one reading.
function soon(): void {
  if (!timer) timer = window.setTimeout(flush, 500);
}

function heard(event: MessageEvent<string>): void {
  try {
    const change = JSON.parse(event.data) as { kind?: string; record_kind?: string };
    if (change.kind === 'vault.read' || change.kind === 'feed.fetched') return;  // readings change nothing
    for (const p of house().changes[change.record_kind ?? ''] ?? []) waiting.add(p);
  } catch {
    everything = true;
  }
  soon();
}

export function startLive(): void {
  if (source) return;
  source = new EventSource('/api/live');
  source.addEventListener('message', heard);
  source.addEventListener('change', heard);
  source.addEventListener('event', heard);
  source.addEventListener('job', () => {
    waiting.add('/jobs');
    soon();
  });
  source.addEventListener('missed', () => {
    everything = true;
    soon();
  });
}

export function stopLive(): void {
  source?.close();
  source = null;
}
