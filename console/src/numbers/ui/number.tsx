// A number of a line as lists show it: masked once somebody holds it, or held it.
import { t } from '../../i18n';
import type { LineSummary } from '../types';

export function Msisdn({ of }: { of: LineSummary }) {
  return of.msisdn ? <span class="num">{of.msisdn}</span> : <span class="num" title={t('line.masked')}>{of.msisdn_masked.replaceAll('*', '•')}</span>;
}

// Of a record that names its line: first and last digits alone.
export function Masked({ of }: { of: { msisdn_masked: string } | null }) {
  return <span class="num">{of ? of.msisdn_masked.replaceAll('*', '•') : '–'}</span>;
}
