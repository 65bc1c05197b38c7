// One company: its contract, the lines that wait for a named user, its users, and many of them by a file.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Company, CompanyUser, LineSummary, Problem as ProblemData } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { Timeline } from '../../../ui/timeline';
import { Masked, Msisdn } from '../../ui/number';
import { UsersByFile } from './users';

function Allot({ path, onClose }: { path: string; onClose: () => void }) {
  const [numbers, setNumbers] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/allotments`, { body: { msisdns: numbers.split(/[\s,;]+/).filter(Boolean) } });
    if (!answer.ok) return;
    stale((p) => p.startsWith(path));
    onClose();
  }
  return (
    <Dialog title={t('company.allot')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('company.allot')}</h1>
        <p class="soft">{t('company.allot.text')}</p>
        <div class="fields"><Field label={t('company.allot.numbers')} hint={t('company.allot.hint')}><textarea required value={numbers} onInput={(e) => setNumbers(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('company.allot')}</button></div>
      </form>
    </Dialog>
  );
}

function EndCompany({ path, onClose }: { path: string; onClose: () => void }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send() {
    const answer = await ask<Company>(`${path}/events`, { body: { event: 'end' } });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    put(path, answer.data);
    onClose();
  }
  return (
    <Dialog title={t('company.end')} onClose={onClose}>
      <div class="inside">
        <h1>{t('company.end')}</h1>
        <p>{t('company.end.text')}</p>
        <Problem problem={problem} />
        <div class="acts"><button onClick={onClose}>{t('act.cancel')}</button><button class="danger" onClick={() => void send()}>{t('company.end')}</button></div>
      </div>
    </Dialog>
  );
}

export function CompanyPage({ id }: { id: string }) {
  const path = `/companies/${id}`;
  const { data: c, problem, reload } = useResource<Company>(path);
  const [open, setOpen] = useState<'allot' | 'end' | null>(null);
  useWhere({ name: t('nav.companies'), path: '/companies' }, { name: c?.name ?? '…' });
  if (!c) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const may = has('registrar', 'operator') && !c.ended_at;
  return (
    <>
      <Head title={c.name} acts={may && <><button onClick={() => setOpen('allot')}>{t('company.allot')}</button><button class="danger" onClick={() => setOpen('end')}>{t('company.end')}</button></>}>
        <State state={c.ended_at ? 'ended' : 'active'} group="company_state" tone={c.ended_at ? 'gone' : 'good'} /><span>{t('page.since')} <When at={c.ended_at ?? c.enrolled_at} /></span>
      </Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('dealer.contract.title')}>
            <Facts of={[
              [t('company.number'), <>{word('organisation', c.organisation_kind)} <span class="mono">{c.organisation_number}</span></>],
              [t('company.responsible'), <a href={`/persons/${c.responsible_id}`}>{t('line.holder.open')}</a>],
              [t('company.resolution'), c.resolution_ref],
              [t('company.lines'), <span class="num">{t('company.lines.of', { n: number(c.lines_taken), max: number(c.lines_max) })}</span>],
            ]} />
          </Group>
          <Group title={t('company.waiting')}>
            <Table<LineSummary>
              path={`${path}/lines?limit=20`} id={(l) => l.id} open={(l) => `/lines/${l.id}`} empty={<p>{t('company.waiting.none')}</p>}
              columns={[
                { name: t('line.number'), cell: (l) => <a class="cover" href={`/lines/${l.id}`}><Msisdn of={l} /></a> },
                { name: t('list.due'), cell: (l) => <Due at={l.due_at} /> },
                { name: t('line.sim'), class: 'hide-narrow', cell: (l) => t(l.has_sim ? 'line.sim.yes' : 'line.sim.no') },
              ]}
            />
          </Group>
          <Group title={t('company.users')}>
            <Table<CompanyUser>
              path={`${path}/users?limit=20`} id={(u) => u.id} open={(u) => `/registrations/${u.id}`} empty={<p>{t('company.users.none')}</p>}
              columns={[
                { name: t('line.number'), cell: (u) => <a class="cover" href={`/registrations/${u.id}`}><Masked of={u.line} /></a> },
                { name: t('list.state'), cell: (u) => <State state={u.state} group="registration_state" /> },
                { name: t('holder.one'), class: 'hide-narrow', cell: (u) => <a href={`/persons/${u.holder_id}`}>{t('act.open')}</a> },
                { name: t('registration.captured'), class: 'hide-narrow', cell: (u) => <When at={u.captured_at} /> },
              ]}
            />
          </Group>
          {has('registrar') && !c.ended_at && <UsersByFile company={c.id} />}
        </div>
        <div class="stack"><Group title={t('page.timeline')}><Timeline of={c.timeline} /></Group></div>
      </div>
      {open === 'allot' && <Allot path={path} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndCompany path={path} onClose={() => setOpen(null)} />}
    </>
  );
}
