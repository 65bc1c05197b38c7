// Why somebody looks at a person or asks whose a line is: a code that stands in the ledger and that the person sees.
import { t, word } from '../../i18n';
import { Field } from '../../ui/form';

const purposes = ['customer_request', 'verify_identity', 'correct_record', 'dispute', 'authority_request', 'fraud_case', 'quality_check'];

export function PurposeField({ value, onChange }: { value: string; onChange: (purpose: string) => void }) {
  return (
    <Field label={t('purpose.label')}>
      <select required value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="">{t('purpose.choose')}</option>
        {purposes.map((p) => <option value={p} key={p}>{word('purpose', p)}</option>)}
      </select>
    </Field>
  );
}
