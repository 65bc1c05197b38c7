import { useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { Filing, List, Party, Problem as ProblemData, Subject } from '../../types';
import { Field } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { AskApprovals, type Asked } from './pre_approvals';

// ?subject=ID: another site of an entity that is in the register.
const kinds = ['company', 'institution', 'government', 'association', 'individual'];
const methods = ['cloud', 'virtual_host', 'colocation', 'dedicated_line', 'cdn', 'other'];

export function NewFiling() {
  useWhere({ name: t('nav.filings'), path: '/filings' }, { name: t('filings.new') });
  const parties = useResource<List<Party>>('/parties' + query({ kind: 'access_provider', limit: 500 }));
  const known = new URLSearchParams(location.search).get('subject');
  const entity = useResource<Subject>(known ? `/subjects/${known}` : null);
  const [kind, setKind] = useState('company');
  const [approvals, setApprovals] = useState<Asked[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const some = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== ''));
    const responsible = some({ name: text('person_name'), id_kind: text('person_id_kind'), id_number: text('person_id_number'), mobile: text('person_mobile'), email: text('person_email') });
    setBusy(true);
    const answer = await ask<Filing>('/filings', {
      once: true,
      body: {
        subject: known ? { id: known } : { ...some({ kind, name: text('subject_name'), certificate_kind: text('certificate_kind'), certificate_number: text('certificate_number'), certificate_address: text('certificate_address'), postal_address: text('postal_address'), region: text('region') }), ...(Object.keys(responsible).length ? { responsible } : {}) },
        site: { ...some({ name: text('site_name'), home_url: text('home_url'), language: text('language') }), domains: text('domains').split(/[\s,]+/).filter(Boolean), service_types: text('services').split(/[\s,]+/).filter(Boolean), pre_approvals: approvals },
        accesses: text('provider') ? [some({ provider_id: text('provider'), method: text('method'), server_location: text('location'), address_range: text('address_range') })] : [],
        ...some({ provider_id: text('provider') }),
      },
    });
    setBusy(false);
    if (answer.ok && answer.data) go(`/filings/${answer.data.id}`);
    else setProblem(answer.problem ?? null);
  }
  const f = (name: string) => fault(problem, name);
  return (
    <>
      <Head title={t('filings.new')} />
      <form class="columns" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <div class="stack">
          {known ? (
            <Group title={t('filing.subject')}><Facts of={[[t('subject.name'), entity.data?.name ?? '…'], [t('subject.number'), entity.data?.number]]} /></Group>
          ) : (
            <>
              <Group title={t('filing.subject')}>
                <div class="fields">
                  <div class="two">
                    <Field label={t('subject.kind')}><select value={kind} onChange={(e) => setKind(e.currentTarget.value)}>{kinds.map((k) => <option value={k}>{word('subject', k)}</option>)}</select></Field>
                    <Field label={t('subject.region')} fault={f('subject.region')}><input name="region" required /></Field>
                  </div>
                  <Field label={t('subject.name')} fault={f('subject.name')}><input name="subject_name" required /></Field>
                  <div class="two">
                    <Field label={t('subject.certificate.kind')} fault={f('subject.certificate_kind')}><input name="certificate_kind" /></Field>
                    <Field label={t('subject.certificate.number')} fault={f('subject.certificate_number')}><input name="certificate_number" /></Field>
                  </div>
                  <Field label={t('subject.certificate.address')} fault={f('subject.certificate_address')}><input name="certificate_address" /></Field>
                  <Field label={t('subject.address')} fault={f('subject.postal_address')}><input name="postal_address" /></Field>
                </div>
              </Group>
              <Group title={t('filing.responsible')} aside={t('filing.responsible.hint')}>
                <div class="fields">
                  <Field label={t('person.name')} fault={f('subject.responsible.name')}><input name="person_name" autocomplete="off" /></Field>
                  <div class="two">
                    <Field label={t('person.id.kind')} fault={f('subject.responsible.id_kind')}><input name="person_id_kind" placeholder="passport, cn_resident_id …" autocomplete="off" /></Field>
                    <Field label={t('person.id.number')} fault={f('subject.responsible.id_number')}><input name="person_id_number" autocomplete="off" /></Field>
                  </div>
                  <div class="two">
                    <Field label={t('person.mobile')} fault={f('subject.responsible.mobile')}><input name="person_mobile" autocomplete="off" /></Field>
                    <Field label={t('person.email')} fault={f('subject.responsible.email')}><input name="person_email" type="email" autocomplete="off" /></Field>
                  </div>
                </div>
              </Group>
            </>
          )}
          <Group title={t('filing.site')}>
            <div class="fields">
              <Field label={t('filing.site_name')} fault={f('site.name')}><input name="site_name" required /></Field>
              <Field label={t('filing.home_url')} fault={f('site.home_url')}><input name="home_url" type="url" placeholder="https://" required /></Field>
              <Field label={t('filing.domains')} hint={t('filing.domains.hint')} fault={f('site.domains') ?? f('site.domains[0]')}><textarea name="domains" required spellcheck={false} /></Field>
              <Field label={t('filing.language')}><input name="language" placeholder="zh, en …" /></Field>
              <Field label={t('filing.services')} hint={t('filing.services.hint')} fault={f('site.service_types')}><input name="services" /></Field>
              <h3>{t('approval.title')}</h3>
              <p class="soft">{t('approval.text')}</p>
              {f('site.pre_approvals') && <p class="fault" role="alert">{f('site.pre_approvals')}</p>}
              <AskApprovals of={approvals} onChange={setApprovals} fault={f} />
            </div>
          </Group>
          <Group title={t('filing.access')}>
            <div class="fields">
              <div class="two">
                <Field label={t('filing.provider')} fault={f('accesses[0].provider_id')}><select name="provider"><option value="" />{parties.data?.items.map((p) => <option value={p.id}>{p.name}</option>)}</select></Field>
                <Field label={t('access.method')}><select name="method">{methods.map((m) => <option value={m}>{word('method', m)}</option>)}</select></Field>
              </div>
              <div class="two">
                <Field label={t('access.location')}><input name="location" /></Field>
                <Field label={t('access.address')} fault={f('accesses[0].address_range')}><input name="address_range" placeholder="192.0.2.0/24" /></Field>
              </div>
            </div>
          </Group>
          <Problem problem={problem} />
          <div><button class="primary" disabled={busy}>{t('filings.new.act')}</button></div>
        </div>
        <p class="soft">{t('filings.new.text')}</p>
      </form>
    </>
  );
}
