// What other authorities have allowed a site to offer: as it is filed, and as it is asked for.
import { t, word } from '../../../i18n';
import type { PreApproval } from '../../types';
import { Field } from '../../../ui/form';
import { State } from '../../../ui/state';

const kinds = ['news', 'publishing', 'education', 'health', 'drugs', 'culture', 'audiovisual', 'bbs'];
export type Asked = Omit<PreApproval, 'standing'>;
export const blank: Asked = { kind: 'news', number: '', issued_by: '', valid_until: null };

const tones: Record<string, 'good' | 'wait' | 'stop'> = { in_force: 'good', expiring: 'wait', expired: 'stop' };

export function PreApprovals({ of }: { of: PreApproval[] }) {
  return (
    <ul class="links">
      {of.map((a) => (
        <li key={`${a.kind} ${a.number}`}>
          <span>{word('approval', a.kind)} <span class="num">{a.number}</span></span>
          <span class="meta">{a.issued_by}{a.valid_until && ` · ${t('approval.until')} ${a.valid_until}`}</span>
          <State state={a.standing} group="approval_standing" tone={tones[a.standing]} />
        </li>
      ))}
    </ul>
  );
}

// `field` is where the faults of what is asked for stand.
export function AskApprovals({ of, onChange, fault, field = 'site.pre_approvals' }: { of: Asked[]; onChange: (asked: Asked[]) => void; fault: (field: string) => string | undefined; field?: string }) {
  const set = (i: number, part: Partial<Asked>) => onChange(of.map((a, at) => (at === i ? { ...a, ...part } : a)));
  return (
    <>
      {of.map((a, i) => (
        <div key={i} class="fields">
          <div class="two">
            <Field label={t('approval.kind')} fault={fault(`${field}[${i}]`)}><select value={a.kind} onChange={(e) => set(i, { kind: e.currentTarget.value })}>{kinds.map((k) => <option value={k}>{word('approval', k)}</option>)}</select></Field>
            <Field label={t('approval.number')} fault={fault(`${field}[${i}].number`)}><input required value={a.number} maxLength={100} onInput={(e) => set(i, { number: e.currentTarget.value })} /></Field>
          </div>
          <div class="two">
            <Field label={t('approval.issued_by')} fault={fault(`${field}[${i}].issued_by`)}><input required value={a.issued_by} maxLength={200} onInput={(e) => set(i, { issued_by: e.currentTarget.value })} /></Field>
            <Field label={t('approval.until')} hint={t('approval.until.hint')} fault={fault(`${field}[${i}].valid_until`)}><input type="date" value={a.valid_until ?? ''} onInput={(e) => set(i, { valid_until: e.currentTarget.value || null })} /></Field>
          </div>
          <div><button type="button" class="small" onClick={() => onChange(of.filter((_, at) => at !== i))}>{t('approval.remove')}</button></div>
        </div>
      ))}
      {of.length < 20 && <div><button type="button" onClick={() => onChange([...of, blank])}>{t('approval.add')}</button></div>}
    </>
  );
}
