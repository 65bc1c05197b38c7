// Money as people write it, and the lines of findings of charges.
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { ChargeFinding } from '../../types';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';

// Partners' people see their own services, and neither files of charges nor the whole stop list.
export const sees = (): boolean => has('registrar', 'examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'operator', 'supervisor', 'auditor');

// Of findings.
export const kinds = ['unknown_code', 'price_differs', 'charged_while_suspended', 'no_confirmation', 'partner_differs'] as const;

// Of what the last walk of a charge flow came to.
export const walkTones: Record<string, string> = { clean: 'good', findings: 'stop', broken: 'wait' };

const none = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'PYG', 'UGX', 'XAF', 'XOF', 'XPF', 'RWF', 'GNF', 'DJF', 'KMF', 'BIF', 'VUV']);
const three = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
export const decimals = (currency: string) => (none.has(currency) ? 0 : three.has(currency) ? 3 : 2);

export function money(amount: number | null, currency: string | null): string {
  if (amount === null || !currency) return '–';
  const digits = decimals(currency);
  return `${(amount / 10 ** digits).toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

export function ChargeFindings({ path, of }: { path: string; of: 'run' | 'service' }) {
  return (
    <Table<ChargeFinding>
      path={path}
      id={(f) => `${f.run_id}-${f.seq}`}
      empty={<><h2>{t('charges.findings.none')}</h2><p>{t('charges.findings.none.do')}</p></>}
      columns={[
        { name: t('charges.kind'), cell: (f) => <span class="strong">{word('charge_finding', f.kind)}</span> },
        { name: t('billing.code'), cell: (f) => f.service_id && of === 'run' ? <a class="mono" href={`/billing/${f.service_id}`}>{f.code}</a> : <span class="mono">{f.code ?? t('charges.code.hidden')}</span> },
        { name: t('charges.at'), class: 'hide-narrow', cell: (f) => <When at={f.at} /> },
        { name: t('charges.amount'), class: 'right', cell: (f) => <span class="num">{money(f.amount, f.currency)}</span> },
        { name: t('charges.expected'), class: 'right hide-narrow', cell: (f) => <span class="num">{f.expected === null ? '' : money(f.expected, f.expected_currency)}</span> },
        { name: t('charges.line'), class: 'hide-narrow', cell: (f) => sees() ? <a class="meta" href={`/billing/charges/${f.run_id}`}>{f.file}, {number(f.line)}</a> : <span class="meta">{f.file}, {number(f.line)}</span> },
        { name: t('charges.transaction'), class: 'hide-narrow', cell: (f) => <span class="mono">{f.transaction_id}</span> },
      ]}
    />
  );
}
