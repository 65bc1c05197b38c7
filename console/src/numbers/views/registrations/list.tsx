import { query } from '../../../api/client';
import { usePlace, withQuery } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { RegistrationSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

export function Registrations() {
  useWhere({ name: t('nav.registrations') });
  const { query: q } = usePlace();
  const waiting = q.get('waiting');
  const of = { dealer: q.get('dealer'), holder: q.get('holder'), line: q.get('line') };
  const one = of.dealer ?? of.holder ?? of.line;
  const staff = has('registrar', 'operator', 'compliance_officer', 'supervisor', 'auditor');
  return (
    <>
      <Head title={t('nav.registrations')} />
      <div class="filters">
        {staff && !one && <Chips name="waiting" label={t('registrations.waiting')} options={[{ value: 'persons', text: t('registrations.waiting.persons') }, { value: 'term', text: t('registrations.waiting.term') }]} />}
        {one && <a class="chip button" href={withQuery({ dealer: null, holder: null, line: null })}>{t(of.dealer ? 'registrations.of.dealer' : of.holder ? 'registrations.of.holder' : 'registrations.of.line')} ×</a>}
      </div>
      <Table<RegistrationSummary>
        path={'/registrations' + query({ ...of, waiting: one ? null : waiting, limit: 100 })}
        id={(r) => r.id}
        open={(r) => `/registrations/${r.id}`}
        empty={waiting ? <><h2>{t('registrations.none.wait')}</h2><p>{t('registrations.none.wait.do')}</p></> : <><h2>{t('registrations.empty')}</h2><p>{t('registrations.empty.do')}</p></>}
        columns={[
          { name: t('registration.place'), cell: (r) => <a class="cover" href={`/registrations/${r.id}`}>{r.place} <span class="meta">{r.id.slice(-6)}</span></a> },
          { name: t('list.state'), cell: (r) => <State state={r.state} group="registration_state" /> },
          { name: t('registration.captured'), class: 'hide-narrow', cell: (r) => <When at={r.captured_at} /> },
          { name: t('list.due'), class: 'hide-narrow', cell: (r) => <Due at={r.due_at} /> },
          { name: t('registration.method'), class: 'hide-narrow', cell: (r) => word('method', r.method) },
          { name: t('registration.why'), class: 'hide-narrow', cell: (r) => r.reasons.map((c) => word('reason', c)).join(' ') },
          { name: t('line.one'), class: 'hide-narrow', cell: (r) => staff && <a href={`/lines/${r.line_id}`}>{t('act.open')}</a> },
          { name: t('holder.one'), class: 'hide-narrow', cell: (r) => staff && <a href={`/persons/${r.holder_id}`}>{t('act.open')}</a> },
          { name: t('registration.device'), class: 'hide-narrow', cell: (r) => r.device },
        ]}
      />
    </>
  );
}
