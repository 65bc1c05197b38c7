// The way of addresses from hand to hand, the widest block first.
import { t, word } from '../../../i18n';
import type { AddressTenant } from '../../types';
import { BlockState, LeaseState } from './words';

export function Path({ of, here }: { of: AddressTenant[]; here: string }) {
  return (
    <ul class="links">
      {of.map(({ block: b, lease }, i) => (
        <li key={b.id} aria-current={b.id === here ? 'page' : undefined}>
          <span style={{ paddingInlineStart: `${i * 20}px` }}>{i > 0 && '└ '}{b.id === here ? <b class="mono">{b.range}</b> : <a class="mono" href={`/resources/${b.id}`}>{b.range}</a>}</span>
          <span class="meta">{b.holder}{b.user && ` → ${b.user}`} · {b.parent_id === null ? b.source || word('block', 'recorded') : lease ? <a href={`/resources/leases/${lease.id}`}>{lease.contract}</a> : t('lease.none')}</span>
          {lease ? <LeaseState state={lease.state} /> : <BlockState state={b.state} />}
        </li>
      ))}
    </ul>
  );
}
