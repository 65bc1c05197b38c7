// What happened to a record, newest first; each line is a ledger entry, its proof one click away.
import { hasWord, t, word } from '../i18n';
import { house } from '../app/house';
import { recordPath } from '../app/places';
import type { RecordLink, TimelineEntry } from '../api/types';
import { State, When } from './state';

export function eventName(kind: string): string {
  return hasWord('log', kind) ? word('log', kind) : kind.replace(/[._]/g, ' ');
}

export function Timeline({ of }: { of: TimelineEntry[] | undefined }) {
  if (!of || of.length === 0) return <p class="meta">{t('timeline.none')}</p>;
  const newest = [...of].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <ol class="timeline">
      {newest.map((e) => (
        <li key={e.event_id}>
          <div>
            <div>{eventName(e.kind)}</div>
            <div class="meta">
              <When at={e.at} /> · {e.actor?.display_name ?? t('timeline.system')}
              {e.ledger_index !== null && e.ledger_index !== undefined
                ? <> · <a href={`/ledger?entry=${e.ledger_index}`}>{t('timeline.entry', { n: e.ledger_index })}</a></>
                : <> · {t('timeline.pending')}</>}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

export function Links({ of }: { of: RecordLink[] | undefined }) {
  if (!of || of.length === 0) return <p class="meta">{t('related.none')}</p>;
  return (
    <ul class="links">
      {of.map((l) => {
        const path = recordPath(l.record_kind, l.record_id);
        return (
          <li key={l.record_id}>
            <span class="meta">{word('kind', l.record_kind)}</span>
            {path ? <a href={path}>{l.title}</a> : <span>{l.title}</span>}
            <State state={l.state} group={house().states(l.record_kind)} />
          </li>
        );
      })}
    </ul>
  );
}
