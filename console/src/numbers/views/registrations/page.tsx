// A registration: who captured what for which line, how it is verified, and what is to be done next.
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Registration } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Msisdn } from '../../ui/number';
import { ReadPerson } from '../persons/read';
import { Checks } from './checks';

const rows = [['captured', 'verified', 'closed'], ['pending', 'rejected']];

export function RegistrationPage({ id }: { id: string }) {
  const path = `/registrations/${id}`;
  const { data: r, etag, problem, reload } = useResource<Registration>(path);
  const number = r?.line?.msisdn_masked.replaceAll('*', '•') ?? '';
  useWhere({ name: t('nav.registrations'), path: '/registrations' }, { name: r ? number : '…' });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const reads = has('registrar', 'compliance_officer');
  const staff = has('registrar', 'operator', 'compliance_officer', 'supervisor', 'auditor');
  return (
    <>
      <Head title={t('registration.title', { number })}>
        <State state={r.state} group="registration_state" /><span>{t('page.since')} <When at={r.state_since} /></span>
        {r.due_at && <Due at={r.due_at} />}
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={rows} now={r.state} next={[]} group="registration_state" />
          {r.reasons.length > 0 && <div class="tell wait"><h2>{t('registration.why')}</h2><ul>{r.reasons.map((c) => <li key={c}>{word('reason', c)}</li>)}</ul></div>}
          {r.state === 'pending' && <p class="tell wait">{t('registration.pending.text')}</p>}
          <Group title={t('registration.facts')}>
            <Facts of={[
              [t('line.one'), r.line && (staff ? <a href={`/lines/${r.line_id}`}><Msisdn of={r.line} /></a> : <Msisdn of={r.line} />)],
              [t('line.state'), r.line && <State state={r.line.state} group="line_state" />],
              [t('holder.one'), staff ? <a href={`/persons/${r.holder_id}`}>{t('line.holder.open')}</a> : t('holder.hidden')],
              [t('registration.method'), word('method', r.method)],
              [t('registration.organisation'), r.organisation_number && `${r.organisation_kind} ${r.organisation_number}`],
              [t('registration.consent'), <span class="mono">{r.consent}</span>],
            ]} />
          </Group>
          <Group title={t('registration.capture')}>
            <Facts of={[
              [t('registration.dealer'), r.dealer && <a href={`/registrations?dealer=${r.dealer_id}`}>{r.dealer.name}</a>],
              [t('registration.place'), r.place],
              [t('registration.device'), r.device],
              [t('registration.by'), r.captured_by?.display_name],
              [t('registration.captured'), <When at={r.captured_at} />],
            ]} />
          </Group>
          {reads && r.method === 'manual' && r.state === 'captured' && <ReadPerson holder={r.holder_id} fields={['name', 'birth_date', 'address', 'document_1']} purpose="verify_identity" />}
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Checks of={r} path={path} etag={etag} /></Group>
          <Group title={t('page.timeline')}><Timeline of={r.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
