// By which evidence something is known, and its number.
import { t, word } from '../../i18n';
import type { Problem as ProblemData } from '../types';
import { Field } from '../../ui/form';
import { fault } from '../../ui/problem';

export interface Proof { evidence: string; reference: string }
export const noProof: Proof = { evidence: '', reference: '' };
const evidences = ['both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation'];

export function ProofFields({ value, onChange, problem }: { value: Proof; onChange: (proof: Proof) => void; problem: ProblemData | null }) {
  return (
    <div class="two">
      <Field label={t('proof.evidence')} fault={fault(problem, 'evidence')}>
        <select required value={value.evidence} onChange={(e) => onChange({ ...value, evidence: e.currentTarget.value })}><option value="">{t('purpose.choose')}</option>{evidences.map((x) => <option value={x} key={x}>{word('evidence', x)}</option>)}</select>
      </Field>
      <Field label={t('proof.reference')} fault={fault(problem, 'reference')}><input required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} title={t('line.reason.code.hint')} value={value.reference} onInput={(e) => onChange({ ...value, reference: e.currentTarget.value.trim() })} /></Field>
    </div>
  );
}
