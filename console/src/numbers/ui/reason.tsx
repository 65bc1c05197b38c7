// A reason is a code that stands in the ledger: the list offers those that are known, and takes another one.
import { useState } from 'preact/hooks';
import { t, word } from '../../i18n';
import { Field } from '../../ui/form';

export function ReasonField({ codes, value, onChange, fault, label }: { codes: string[]; value: string; onChange: (code: string) => void; fault?: string | undefined; label?: string | undefined }) {
  const [own, setOwn] = useState(false);
  return (
    <>
      <Field label={label ?? t('line.reason')} hint={t('line.reason.hint')} fault={fault}>
        <select required value={own ? 'own' : value} onChange={(e) => { const chosen = e.currentTarget.value; setOwn(chosen === 'own'); onChange(chosen === 'own' ? '' : chosen); }}>
          <option value="">{t('purpose.choose')}</option>
          {codes.map((r) => <option value={r} key={r}>{word('reason', r)}</option>)}
          <option value="own">{t('line.reason.own')}</option>
        </select>
      </Field>
      {own && <Field label={t('line.reason.code')} hint={t('line.reason.code.hint')}><input required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} value={value} onInput={(e) => onChange(e.currentTarget.value.trim())} /></Field>}
    </>
  );
}
