// Filings of another system that are to be verified again, the soonest first.
import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale } from '../../../api/resource';
import { go, usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import type { Problem as ProblemData } from '../../types';
import type { TakeoverOrigin, ToVerifyAgain } from '../../types_takeover';
import { Dialog, Field } from '../../../ui/form';
import { Problem } from '../../../ui/problem';
import { Due, When } from '../../../ui/state';
import { Table } from '../../../ui/table';

function Verified({ of, onClose }: { of: ToVerifyAgain; onClose: () => void }) {
  const [how, setHow] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/takeovers/filings/${of.site_id}/events`, { body: { event: 'verify_again', how: how.trim() } });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/takeovers/filings') || p.startsWith(`/filings/${of.site_id}`));
    onClose();
  }
  return (
    <Dialog title={t('verify.act')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('verify.act')}: {of.name}</h1>
        <p class="soft">{t('verify.text')}</p>
        <div class="fields"><Field label={t('verify.how')} hint={t('verify.how.hint')}><textarea required maxLength={500} value={how} onInput={(e) => setHow(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={!how.trim()}>{t('verify.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function VerifyAgain({ origins }: { origins: TakeoverOrigin[] }) {
  const { query: q } = usePlace();
  const [acting, setActing] = useState<ToVerifyAgain | null>(null);
  const system = q.get('system');
  const systems = [...new Set(origins.filter((o) => o.reverify_by).map((o) => o.system))];
  return (
    <>
      {acting && <Verified of={acting} onClose={() => setActing(null)} />}
      <p class="soft">{t('verify.list.text')}</p>
      {(systems.length > 1 || system) && (
        <div class="filters">
          <select aria-label={t('takeover.system')} value={system ?? ''} onChange={(e) => go(withQuery({ system: e.currentTarget.value || null }))}>
            <option value="">{t('verify.every.system')}</option>
            {[...new Set([...systems, ...(system ? [system] : [])])].map((s) => <option key={s} value={s}>{s}</option>)}
          </select>
        </div>
      )}
      <Table<ToVerifyAgain>
        path={'/takeovers/filings' + query({ system, limit: 100 })}
        id={(f) => f.site_id}
        open={(f) => `/filings/${f.site_id}`}
        empty={<><h2>{t('verify.empty')}</h2><p>{t('verify.empty.do')}</p></>}
        columns={[
          { name: t('filing.site'), cell: (f) => <a class="cover" href={`/filings/${f.site_id}`}>{f.name}</a> },
          { name: t('filing.number'), cell: (f) => <span class="num">{f.number}</span> },
          { name: t('verify.left'), cell: (f) => <Due at={f.due} /> },
          { name: t('verify.by'), class: 'hide-narrow', cell: (f) => <When at={f.due} /> },
          { name: t('takeover.system'), class: 'hide-narrow', cell: (f) => f.system },
          ...(has('registrar') ? [{ name: '', class: 'right', cell: (f: ToVerifyAgain) => <button class="small" onClick={() => setActing(f)}>{t('verify.act')}</button> }] : []),
        ]}
      />
    </>
  );
}
