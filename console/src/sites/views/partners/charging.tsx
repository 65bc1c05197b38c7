// What a partner charges on bills, what walking it showed, and what gateways leave alone: the same page for the partner itself.
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import type { BillingService, List, StopEntry } from '../../types';
import type { PartnerPage } from '../../types_partners';
import { Group } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { money, walkTones } from '../billing/words';

export function Charging({ of: p }: { of: PartnerPage }) {
  const services = useResource<List<BillingService>>('/billing-services' + query({ partner_id: p.party_id, limit: 50 }));
  const stops = useResource<List<StopEntry>>(`/partners/${p.id}/stop-list?limit=50`);
  const charged = services.data?.items ?? [];
  return (
    <>
      {(charged.length > 0 || p.kind === 'billing') && (
        <Group title={t('partner.charging')}>
          {charged.length ? (
            <ul class="links wraps">{charged.map((s) => (
              <li key={s.id}>
                <a href={`/billing/${s.id}`}><span class="mono">{s.code}</span> {s.name}</a>
                <span class="meta">{money(s.amount, s.currency)}{s.walked_at && <> · {t('flow.walked')} <When at={s.walked_at} /></>}</span>
                <span class="row"><State state={s.state} group="service_state" />{s.walk_outcome && <State state={s.walk_outcome} group="walk" tone={walkTones[s.walk_outcome]} />}</span>
              </li>))}
            </ul>
          ) : <p class="soft">{t('partner.charging.none')}</p>}
          {services.data?.next && <p class="meta">{t('partner.charging.more')}</p>}
        </Group>
      )}
      <Group title={t('billing.tab.stops')}>
        {stops.data?.items.length ? (
          <ul class="links wraps">{stops.data.items.map((e) => (
            <li key={e.scope}>
              <span><span class="soft">{word('stop_scope', e.scope.split(':')[0] ?? '')}</span> <span class="mono">{e.scope.slice(e.scope.indexOf(':') + 1)}</span></span>
              <span class="meta"><a href={`/orders/${e.order_id}`}>{e.order_number}</a></span>
              <State state="in_force" group="stop" tone="stop" />
            </li>))}
          </ul>
        ) : <p class="soft">{t('partner.stops.none')}</p>}
      </Group>
    </>
  );
}
