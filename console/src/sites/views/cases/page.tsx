// A case: evidence · what the ground requires · the decision. Keys: J/K, 1-9, B, E, D, ?.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { language, t, word } from '../../../i18n';
import type { Case, Problem as ProblemData } from '../../types';
import { Dialog, Field, Machine, Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Links, Timeline } from '../../../ui/timeline';
import { BlurButton, Capped, useBlur } from '../../ui/blur';
import { ClaimBox } from './claim';
import { CourtBundles } from '../../ui/court_bundles';
import { CaseRetention } from '../../ui/holds';
import { DecisionForm } from './decision_form';
import { Elements } from './elements';
import { EvidenceList } from './evidence';
import { KeysHelp, useCaseKeys } from './keys';
import { Signing } from './signing';

const line = ['opened', 'evidence_sealed', 'screened', 'referred', 'decided', 'ordered', 'executed', 'verified', 'closed'];

function GiveNotice({ of: c, onClose }: { of: Case; onClose: () => void }) {
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/cases/${c.id}/notices`, { body: { words: words.trim() }, once: true });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    stale((p) => p === `/cases/${c.id}`);
    onClose();
  }
  return (
    <Dialog title={t('notice.give')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('notice.give')}</h1>
        <div class="fields"><Field label={t('notice.words')} hint={t('notice.words.hint')}><textarea required maxLength={10000} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('notice.give.act')}</button></div>
      </form>
    </Dialog>
  );
}

// Made anew for each case: what was uncovered in one is covered in the next.
export const CasePage = ({ id }: { id: string }) => <OneCase id={id} key={id} />;

function OneCase({ id }: { id: string }) {
  const path = `/cases/${id}`;
  const { data: c, etag, problem, reload } = useResource<Case>(path);
  const blur = useBlur();
  const { blurred } = blur;
  const [open, setOpen] = useState<string | null>(null);
  const [focus, setFocus] = useState('');
  const [help, setHelp] = useState(false);
  const [again, setAgain] = useState(false);
  const [noticing, setNoticing] = useState(false);
  useWhere({ name: t('nav.cases'), path: '/cases' }, { name: c?.number ?? '…' });
  useCaseKeys(c, { blur: blur.toggle, help: () => setHelp((h) => !h), element: (e) => setFocus(e), evidence: (ref) => setOpen(ref), now: open });
  useEffect(() => {
    if (c && open === null) setOpen(c.evidence?.[0]?.ref ?? '');
  }, [c]);
  if (!c) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const judging = has('examiner', 'decider', 'security_decider');
  const early = ['opened', 'evidence_sealed', 'screened', 'referred'].includes(c.state);
  const drafting = c.state === 'referred' && c.may_decide?.allowed && (!c.decision || c.decision.state === 'withdrawn' || again);
  const steps = (c.next_events ?? []).filter((e) => !['decide', 'confirm', 'order', 'appeal', 'stay', 'expire', 'cure', 'lapse', 'withdraw', 'uphold', 'vary', 'reverse', 'execute'].includes(e.event));
  const tied = c.elements?.filter((e) => e.ties.length > 0).length ?? 0;
  return (
    <>
      <Head title={`${c.host} · ${word('ground', c.ground)}`} acts={<>
        <BlurButton of={blur} hint="B" />
        <button onClick={() => setHelp(true)}>{t('keys.title')} <kbd>?</kbd></button>
      </>}>
        <State state={c.state} /><span>{t('page.since')} <When at={c.state_since} /></span><span class="num">{c.number}</span><Due at={c.due_at} />
        {c.site && <a href={`/sites/${c.site.record_id}`}>{c.site.title}</a>}
      </Head>
      <Capped of={blur} />
      <div class="case">
        <section aria-label={t('case.evidence')}>
          <Machine states={line} now={c.state} />
          <Group title={t('case.evidence')} aside={t('case.evidence.n', { n: c.evidence?.length ?? 0 })}>
            <EvidenceList of={c.evidence ?? []} sealed={c.evidence_sealed} blurred={blurred} open={open ?? ''} onOpen={setOpen} />
          </Group>
          <Group title={t('case.facts')}>
            <Facts of={[
              [t('case.target'), <span class="mono wrap">{c.target}</span>],
              [t('case.law'), [c.rules?.law, c.rules?.article].filter(Boolean).join(', ')],
              [t('case.competent'), c.competent?.length ? c.competent.map((b) => <div key={b.code}>{language() === 'zh' ? b.name.zh : b.name.en} <span class="meta">{b.contact}</span></div>) : null],
              [t('case.opened.by'), c.opened_by?.display_name],
              [t('case.filing'), c.filing ? <a href={`/filings/${c.filing.id}`}>{c.filing.site_number}</a> : <span class="soft">{t('case.no.filing')}</span>],
              [t('case.note'), c.note],
            ]} />
          </Group>
          {has('examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'appeal_officer', 'auditor') && <>
            <CourtBundles id={c.id} number={c.number} />
            <CaseRetention id={c.id} number={c.number} host={c.host} />
          </>}
          <Group title={t('page.timeline')}><Timeline of={c.timeline} /></Group>
        </section>
        <section aria-label={t('case.elements')}>
          <Group title={t('case.elements')} aside={t('case.elements.n', { n: tied, of: c.elements?.length ?? 0 })}>
            <Elements of={c} etag={etag} focus={focus} mayTie={judging && early} onShow={setOpen} />
          </Group>
          {judging && early && (
            <Group title={t('case.notices')}>
              {c.notices?.length ? <ul class="links">{c.notices.map((n) => <li key={n.id}><span>{n.subject}</span><When at={n.at} /></li>)}</ul> : <p class="soft">{t('case.notices.none')}</p>}
              <div><button class="small" onClick={() => setNoticing(true)}>{t('notice.give')}</button></div>
            </Group>
          )}
          <Group title={t('page.related')}><Links of={c.related} /></Group>
        </section>
        <section aria-label={t('case.decision')}>
          <ClaimBox id={c.id} />
          {c.order && <Group title={t('case.order')}><ul class="links"><li><a href={`/orders/${c.order.id}`}>{c.order.number}</a><State state={c.order.state} /></li></ul></Group>}
          {steps.length > 0 && <Group title={t('page.next')}><Steps path={path} etag={etag} events={steps} /></Group>}
          {drafting && <DecisionForm of={c} etag={etag} onDone={() => setAgain(false)} />}
          {c.decision && c.decision.state !== 'withdrawn' && !drafting && (
            <>
              <Signing of={c.decision} onDone={() => void reload()} />
              {c.decision.state === 'draft' && c.may_decide?.allowed && <div><button onClick={() => setAgain(true)}>{t('decide.again')}</button></div>}
            </>
          )}
          {c.state === 'referred' && !drafting && !c.decision && (
            <div class="tell wait"><h3>{t('decide.why.not')}</h3><ul>{c.may_decide?.why_not.map((w) => <li key={w.code}>{w.sentence}</li>)}</ul></div>
          )}
        </section>
      </div>
      {help && <KeysHelp onClose={() => setHelp(false)} />}
      {noticing && <GiveNotice of={c} onClose={() => setNoticing(false)} />}
    </>
  );
}
