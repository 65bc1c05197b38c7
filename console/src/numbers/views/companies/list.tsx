// Companies: contracts by which lines are set aside. Each line of theirs waits, out of service, for its named user.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Company, CompanySummary } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';

function NewCompany({ onClose }: { onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement)) as Record<string, string>;
    const answer = await ask<Company>('/companies', { body: { ...typed, lines_max: Number(typed['lines_max']) } });
    if (!answer.data) return;
    stale((p) => p.startsWith('/companies'));
    go(`/companies/${answer.data.id}`);
  }
  return (
    <Dialog title={t('company.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('company.new')}</h1>
        <div class="fields">
          <Field label={t('company.name')} fault={fault(problem, 'name')}><input name="name" required maxLength={200} /></Field>
          <div class="two">
            <Field label={t('company.kind')} fault={fault(problem, 'organisation_kind')}><select name="organisation_kind">{['cn_uscc', 'lei'].map((k) => <option value={k} key={k}>{word('organisation', k)}</option>)}</select></Field>
            <Field label={t('company.number')} fault={fault(problem, 'organisation_number')}><input name="organisation_number" required maxLength={64} /></Field>
          </div>
          <Field label={t('company.responsible')} hint={t('company.responsible.hint')} fault={fault(problem, 'responsible_id')}><input name="responsible_id" required pattern="[0-9a-f\-]{36}" /></Field>
          <div class="two">
            <Field label={t('company.resolution')} hint={t('line.reason.code.hint')} fault={fault(problem, 'resolution_ref')}><input name="resolution_ref" required pattern="[A-Za-z0-9._:\-]{1,64}" /></Field>
            <Field label={t('company.lines.max')} fault={fault(problem, 'lines_max')}><input name="lines_max" type="number" required min={1} max={10_000_000} /></Field>
          </div>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('company.new.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Companies() {
  useWhere({ name: t('nav.companies') });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Head title={t('nav.companies')} acts={has('registrar', 'operator') && <button onClick={() => setAdding(true)}>{t('company.new')}</button>} />
      <p class="soft">{t('companies.text')}</p>
      <Table<CompanySummary>
        path="/companies?limit=100"
        id={(c) => c.id}
        open={(c) => `/companies/${c.id}`}
        empty={<><h2>{t('companies.none')}</h2><p>{t('companies.none.do')}</p></>}
        columns={[
          { name: t('company.name'), cell: (c) => <a class="cover" href={`/companies/${c.id}`}>{c.name}</a> },
          { name: t('list.state'), cell: (c) => <State state={c.ended_at ? 'ended' : 'active'} group="company_state" tone={c.ended_at ? 'gone' : 'good'} /> },
          { name: t('company.number'), class: 'hide-narrow', cell: (c) => <>{word('organisation', c.organisation_kind)} <span class="mono">{c.organisation_number}</span></> },
          { name: t('company.lines.max'), class: 'right num hide-narrow', cell: (c) => number(c.lines_max) },
          { name: t('pool.made'), class: 'hide-narrow', cell: (c) => <When at={c.enrolled_at} /> },
        ]}
      />
      {adding && <NewCompany onClose={() => setAdding(false)} />}
    </>
  );
}
