// Who answers for one address: its tenants from the carrier down, and what public data say of it.
import { useResource } from '../../../api/resource';
import { t } from '../../../i18n';
import type { AddressPage } from '../../types';
import { Group } from '../../../ui/page';
import { Path } from './path';

// An address or a block as somebody types it; the server says whether it is one.
export const looksLikeAddress = (text: string): boolean => /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)(\/\d{1,3})?$/i.test(text.trim());

export function Address({ address }: { address: string }) {
  const { data: a, problem } = useResource<AddressPage>(`/addresses/${encodeURIComponent(address.trim())}`);
  if (!a) return problem ? <p class="soft" role="status">{problem.detail}</p> : null;
  const { country, network, network_name, range } = a.origin;
  return (
    <Group title={t('address.who', { address: a.address })}>
      {a.tenants.length ? <Path of={[...a.tenants].reverse()} here="" /> : <p>{t('address.nobody')}</p>}
      {a.origin.installed && (
        <p class="meta">{range ? t('address.origin', { range, country: country || t('address.unknown'), network: network ? `AS${network}${network_name ? ` ${network_name}` : ''}` : t('address.unknown') }) : t('address.origin.none')}</p>
      )}
    </Group>
  );
}
