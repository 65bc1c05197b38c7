// Persons are not listed: people read one record at a time. A person is found by a line, or by a document and a purpose.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { go } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { HolderSummary, Problem as ProblemData } from '../../types';
import { Field } from '../../../ui/form';
import { Group, Head, useWhere } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { PersonTabs } from '../../ui/person_tabs';
import { PurposeField } from '../../ui/purpose';
import { LookUp } from '../lines/look_up';

export const documentKinds = ['cn_resident_id', 'national_id', 'passport', 'residence_permit'];
const categories = ['citizen', 'foreigner', 'minor', 'organisation_user'];

function ByDocument() {
  const [purpose, setPurpose] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    setBusy(true);
    const typed = Object.fromEntries([...new FormData(e.currentTarget as HTMLFormElement)].filter(([, v]) => v !== ''));
    const answer = await ask<HolderSummary>('/holders/find', { body: { ...typed, purpose } });
    setBusy(false);
    setProblem(answer.problem ?? null);
    if (answer.data) go(`/persons/${answer.data.id}`);
  }
  return (
    <Group title={t('find.document')}>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <div class="two">
          <Field label={t('find.kind')} fault={fault(problem, 'document_kind')}><select name="document_kind">{documentKinds.map((k) => <option value={k} key={k}>{word('document', k)}</option>)}</select></Field>
          <Field label={t('find.country')} hint={t('find.country.hint')} fault={fault(problem, 'document_country')}><input name="document_country" required maxLength={3} autocapitalize="characters" autocomplete="off" /></Field>
        </div>
        <div class="two">
          <Field label={t('find.number')} fault={fault(problem, 'document_number')}><input name="document_number" required maxLength={64} autocomplete="off" /></Field>
          <Field label={t('find.expires')} hint={t('find.expires.hint')} fault={fault(problem, 'document_expires_on')}><input name="document_expires_on" type="date" /></Field>
        </div>
        <div class="two">
          <Field label={t('holder.category')}><select name="category">{categories.map((c) => <option value={c} key={c}>{word('category', c)}</option>)}</select></Field>
          <PurposeField value={purpose} onChange={setPurpose} />
        </div>
        <Problem problem={problem} />
        <div><button class="primary" disabled={busy}>{t('find.act')}</button></div>
      </form>
      <p class="meta">{t('look.told')}</p>
    </Group>
  );
}

export function Persons() {
  useWhere({ name: t('nav.persons') });
  const may = has('registrar', 'compliance_officer');
  return (
    <>
      <Head title={t('persons.title')} />
      <PersonTabs now="/persons" />
      <p class="soft">{t('persons.text')}</p>
      {may ? <div class="columns find"><ByDocument /><LookUp /></div> : <div class="empty"><h2>{t('persons.not.yours')}</h2><p>{t('persons.not.yours.do')}</p></div>}
    </>
  );
}
