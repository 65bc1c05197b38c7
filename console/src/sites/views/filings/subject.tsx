// A responsible entity. An individual's particulars are read for a stated purpose, and the reading is in the ledger.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Subject } from '../../types';
import { Field } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State } from '../../../ui/state';

export function SubjectPage({ id }: { id: string }) {
  const [purpose, setPurpose] = useState('');
  const [asked, setAsked] = useState('');
  const { data: s, problem, reload } = useResource<Subject>(`/subjects/${id}` + query({ purpose: asked }));
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: s?.name ?? s?.number ?? '…' });
  if (!s) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={s.name ?? s.number} acts={has('examiner') && <a class="button" href={`/debarments?propose=${id}`}>{t('debarments.propose')}</a>}><span>{word('subject', s.kind)}</span><span class="num">{s.number}</span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('subject.facts')}>
            <Facts of={[
              [t('subject.name'), s.name ?? <span class="soft">{t('subject.individual.hidden')}</span>],
              [t('subject.kind'), word('subject', s.kind)],
              [t('subject.region'), s.region],
              [t('subject.certificate'), [s.certificate_kind, s.certificate_number].filter(Boolean).join(' ')],
              [t('subject.address'), s.postal_address],
            ]} />
          </Group>
          <Group title={t('subject.filings')} aside={<a href={`/filings/new?subject=${s.id}`}>{t('subject.another')}</a>}>
            <ul class="links">{s.filings?.map((f) => <li key={f.id}><a href={`/filings/${f.id}`}>{f.site_name}</a><span class="meta">{f.domains?.[0]}</span><State state={f.state} /></li>)}</ul>
          </Group>
        </div>
        {s.kind === 'individual' && !s.name && (
          <form class="panel" onSubmit={(e) => { e.preventDefault(); setAsked(purpose.trim()); }}>
            <div class="fields">
              <Field label={t('subject.purpose')} hint={t('subject.purpose.hint')}><input required minLength={10} value={purpose} onInput={(e) => setPurpose(e.currentTarget.value)} /></Field>
              <button>{t('subject.read')}</button>
            </div>
          </form>
        )}
      </div>
    </>
  );
}
