import { t, word } from '../../../i18n';
import type { Access } from '../../types';
import { State, When } from '../../../ui/state';
import { GateOf, mayAskAccess } from './gate';

export function Accesses({ of }: { of: Access[] | undefined }) {
  if (!of?.length) return <p class="soft">{t('access.none')}</p>;
  return (
    <ul class="links">
      {of.map((a) => (
        <li key={a.id}>
          <span>{a.provider}</span>
          <span class="meta">{word('method', a.method)}{a.address_range && <> · <span class="mono">{a.address_range}</span></>}{a.server_location && ` · ${a.server_location}`}</span>
          <span><State state={a.state} /> <span class="meta hide-narrow"><When at={a.state_since} /></span></span>
          {a.state === 'reserved' && mayAskAccess() && <GateOf access={a.id} />}
        </li>
      ))}
    </ul>
  );
}
