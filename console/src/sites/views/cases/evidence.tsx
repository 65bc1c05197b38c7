// The left column: what there is about the name. Content stays blurred until a person asks to see it (B).
import { t, word } from '../../../i18n';
import { dateTime, number } from '../../../i18n/format';
import type { Evidence } from '../../types';
import { Facts } from '../../../ui/page';
import { Visit } from '../../ui/visit';

export function EvidenceList({ of, sealed, blurred, open, onOpen }: { of: Evidence[]; sealed: number; blurred: boolean; open: string; onOpen: (ref: string) => void }) {
  const away = sealed > 0 && <p class="tell">{t('case.evidence.sealed', { n: number(sealed) })}</p>;
  if (!of?.length) return away || <p class="soft">{t('case.evidence.none')}</p>;
  return (
    <>
      {away}
      {of.map((e) => (
        <details class="evidence" key={e.ref} open={open === e.ref}>
          <summary onClick={(x) => { x.preventDefault(); onOpen(open === e.ref ? '' : e.ref); }}>
            <span class="meta">{word('evidence', e.kind)}</span><span class="title">{e.title}</span><span class="meta hide-narrow">{e.at && dateTime(e.at)}</span>
          </summary>
          <div class="body">
            {e.test ? <Visit test={e.test} blurred={blurred} current={open === e.ref} /> : (
              <>
                {e.text && <p class="wrap">{e.text}</p>}
                <Facts of={[[t('visit.sealed'), e.sha256 && <span class="mono wrap">{e.sha256}</span>]]} />
              </>
            )}
          </div>
        </details>
      ))}
    </>
  );
}
