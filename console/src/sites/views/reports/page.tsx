// One report with all that says the same. Key M: may show a minor.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Problem as ProblemData, Report } from '../../types';
import { act, Machine, Steps } from '../../../ui/form';
import { useKeys } from '../../../ui/keys';
import { Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';

const line = ['received', 'screening', 'in_case', 'closed'];

function Words({ report }: { report: Report }) {
  const [words, setWords] = useState<{ explanation: string; contact: string | null } | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function read() {
    const answer = await ask<{ explanation: string; contact: string | null }>(`/reports/${report.id}/readings`, { body: {} });
    setProblem(answer.problem ?? null);
    setWords(answer.data ?? null);
    stale((p) => p === `/reports/${report.id}`);
  }
  if (!report.has_words) return <p class="soft">{t('report.words.gone')}</p>;
  if (words) return <><p class="tell" lang={report.language === 'zh' ? 'zh-Hans' : 'en'}>{words.explanation}</p>{words.contact && <p class="meta">{t('report.contact')}: {words.contact}</p>}</>;
  return (
    <>
      {!has('auditor') && <div><button onClick={() => void read()}>{t('report.words.read')}</button></div>}
      <p class="meta">{t('report.words.text')}</p>
      <Problem problem={problem} />
    </>
  );
}

function Pages({ report }: { report: Report }) {
  if (!report.addresses.length) return <p class="soft">{t('report.pages.none')}</p>;
  return (
    <table>
      <thead><tr><th>{t('report.address')}</th><th class="right">{t('report.times')}</th><th>{t('report.suspicion')}</th></tr></thead>
      <tbody>{report.addresses.map((a) => (
        <tr key={a.address}>
          <td class="wrap">{a.address}</td>
          <td class="right num">{number(a.reports)}</td>
          <td>{a.suspicion_id && <a href={`/testing/suspicions/${a.suspicion_id}`}>{a.host}</a>}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}

export function ReportPage({ id }: { id: string }) {
  const path = `/reports/${id}`;
  const { data: r, etag, problem, reload } = useResource<Report>(path);
  const [failed, setFailed] = useState<ProblemData | null>(null);
  useWhere({ name: t('nav.reports'), path: '/reports' }, { name: r?.number ?? '…' });
  const sealable = r?.next_events.some((e) => e.event === 'may_show_minor' && e.allowed) ?? false;
  useKeys({ m: sealable && (() => void act(path, etag, 'may_show_minor').then(setFailed)) });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const facts: [string, unknown][] = [
    [t('report.ground'), word('ground', r.ground)], [t('report.turn'), word('turn', r.turn)], [t('report.channel'), word('channel', r.channel)],
    [t('report.received'), <When at={r.received_at} />], [t('report.merged'), number(r.merged)],
  ];
  if (r.flagger) facts.push([t('report.flagger'), r.flagger]);
  if (r.outcome) facts.push([t('report.outcome'), word('report_outcome', r.outcome)]);
  if (r.decided_by) facts.push([t('report.decided'), r.decided_by.display_name]);
  if (r.reasons) facts.push([t('report.reasons'), r.reasons]);
  const waits = r.state === 'received' || r.state === 'screening';
  return (
    <>
      <Head title={t('report.title', { number: r.number })}>
        <State state={r.state} group="report_state" />{r.host && <span>{r.host}</span>}
        <span>{t('page.since')} <When at={r.state_since} /></span>{waits && <Due at={r.due_at} />}
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={line} now={r.state} group="report_state" />
          <Group title={t('report.facts')}><dl class="facts">{facts.map(([name, value]) => <><dt>{name}</dt><dd>{value as string}</dd></>)}</dl></Group>
          <Group title={t('report.pages')}><Pages report={r} /></Group>
          <Group title={t('report.words')}><Words report={r} key={r.id} /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            {r.case_id && <a href={`/cases/${r.case_id}`}>{t('report.case')}</a>}
            {r.lead_id && <a href={`/reports/${r.lead_id}`}>{t('report.lead')}</a>}
            {r.merged > 0 && <a href={`/reports?lead=${r.id}`}>{t('report.others')}</a>}
            <Steps path={path} etag={etag} events={r.next_events} group="report_event" />
            <Problem problem={failed} />
            {sealable && <p class="meta">{t('report.minor.key')}</p>}
          </Group>
          <Group title={t('page.timeline')}><Timeline of={r.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
