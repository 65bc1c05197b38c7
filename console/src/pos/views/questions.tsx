// One question of a capture, by its step.
import { useState } from 'preact/hooks';
import { categories, kindsFor, kinds } from '../checks/fields';
import type { Draft, Step, Wrong } from '../draft';
import { current, useApp } from '../state';
import type { Picture } from '../vault/seal';
import { t, told } from '../words';
import { Number } from './number';
import { Choice, Question, Text } from './parts';
import { Pictures } from './pictures';

interface Of { draft: Draft; wrong: Wrong; set: (fields: Record<string, string>) => void; put: (pictures: Picture[]) => void }

const shownLines = 12;
function LineQuestion({ draft, wrong, set }: Of) {
  const { lines } = useApp();
  const [typed, setTyped] = useState('');
  const digits = typed.replace(/\D/g, '');
  const fit = lines.filter((l) => !digits || l.msisdn.endsWith(digits) || l.iccid.endsWith(digits));
  const chosen = draft.fields['msisdn'] ?? '';
  const shown = fit.slice(0, shownLines);
  return (
    <Question title={t('line.title')} text={t('line.read')}>
      <Text name="line_search" label={t('line.search')} value={typed} inputMode="numeric" width="12em" onInput={setTyped} />
      {fit.length === 0 && <p class="note">{t('line.none')}</p>}
      <Choice name="msisdn" legend={t('line.title')} value={chosen} fault={wrong['msisdn']} of={shown.map((l) => [l.msisdn, `${l.msisdn}  ·  ${t('line.sim', { tail: l.iccid.slice(-6) })}`])} onChange={(v) => set({ msisdn: v })} />
      {fit.length > shown.length && <p class="hint">{t('line.more', { n: fit.length - shown.length })}</p>}
    </Question>
  );
}

// What is kept of a consent is the code of the text that was in force when it was given.
function Agreed({ name, words, code, value, fault, set }: { name: string; words: string; code: string; value: string; fault: string | undefined; set: Of['set'] }) {
  return (
    <div class={'ask' + (fault ? ' wrong' : '')}>
      {fault && <p class="fault">{told('fault', fault)}</p>}
      <label class="radio"><input id={'f-' + name} type="checkbox" checked={value !== ''} onChange={(e) => set({ [name]: e.currentTarget.checked ? code : '' })} /><span>{words}</span></label>
    </div>
  );
}

export function Ask(of: Of & { step: Step }) {
  const { step, draft, wrong, set } = of;
  const f = (name: string): string => draft.fields[name] ?? '';
  const text = (name: string, label: string, more: object = {}) => <Text name={name} label={label} value={f(name)} fault={wrong[name]} onInput={(v) => set({ [name]: v })} {...more} />;
  const choice = (name: string, legend: string, options: [string, string][]) => <Choice name={name} legend={legend} of={options} value={f(name)} fault={wrong[name]} onChange={(v) => set({ [name]: v })} />;
  switch (step) {
    case 'who': return <Question title={t('who.title')}>{choice('category', t('who.title'), categories.map((c) => [c, told('category', c)]))}</Question>;
    case 'document': return (
      <Question title={t('document.title')}>
        <Choice name="document_kind" legend={t('document.title')} value={f('document_kind')} fault={wrong['document_kind']} of={kindsFor(f('category')).map((k) => [k.name, told('kind', k.name)])}
          onChange={(v) => set({ document_kind: v, document_number: '', document_expires_on: '', document_country: kinds.find((k) => k.name === v)?.country ?? '' })} />
      </Question>
    );
    case 'number': return <Question title={t('number.title')}><Number draft={draft} wrong={wrong} set={set} /></Question>;
    case 'name': return <Question title={t('name.title')}>{text('name', t('field.name'), { hint: t('name.hint') })}</Question>;
    case 'born': return <Question title={t('born.title')}>{text('birth_date', t('field.birth_date'), { hint: t('born.hint'), width: '9em' })}</Question>;
    case 'address': return <Question title={t('address.title')}>{text('address', t('field.address'), { rows: 3 })}</Question>;
    case 'guardian': return (
      <Question title={t('guardian.title')} text={t('guardian.text')}>
        <Choice name="guardian_kind" legend={t('field.guardian_kind')} value={f('guardian_kind')} fault={wrong['guardian_kind']} of={kindsFor('citizen').map((k) => [k.name, told('kind', k.name)])}
          onChange={(v) => set({ guardian_kind: v, guardian_country: kinds.find((k) => k.name === v)?.country ?? f('guardian_country') })} />
        {text('guardian_number', t('field.guardian_number'), { capital: true })}
        {text('guardian_country', t('field.guardian_country'), { hint: t('number.country.hint'), width: '6em', capital: true })}
        <Agreed name="guardian_consent" words={t('guardian.agrees')} code={current().standing?.policy.guardian_consent ?? ''} value={f('guardian_consent')} fault={wrong['guardian_consent']} set={set} />
      </Question>
    );
    case 'organisation': return (
      <Question title={t('organisation.title')}>
        <Choice name="organisation_kind" legend={t('field.organisation_kind')} value={f('organisation_kind') || 'cn_uscc'} of={[['cn_uscc', t('organisation.cn_uscc')], ['lei', t('organisation.lei')]]} onChange={(v) => set({ organisation_kind: v })} />
        {text('organisation_number', t('field.organisation_number'), { capital: true })}
      </Question>
    );
    case 'pictures': return <Question title={t('pictures.title')} text={t('pictures.text')}><Pictures draft={draft} wrong={wrong} put={of.put} /></Question>;
    case 'consent': {
      const code = current().standing?.policy.consent ?? '';
      return (
        <Question title={t('consent.title')} text={t('consent.text')}>
          <Agreed name="consent" words={t('consent.yes')} code={code} value={f('consent')} fault={wrong['consent']} set={set} />
          <p class="hint">{t('consent.version', { code })}</p>
        </Question>
      );
    }
    case 'place': return <Question title={t('place.title')}>{choice('place', t('place.title'), (current().standing?.places ?? []).map((p) => [p.code, `${p.code} (${p.region})`]))}</Question>;
    case 'line': return <LineQuestion {...of} />;
    case 'review': return null;
  }
}
