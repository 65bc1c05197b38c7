// How partners and what is found of their links are said.
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { LinkFinding, OpenCount, Suspension } from '../../types_partners';
import { State, When } from '../../../ui/state';

export const partnerStates = ['applied', 'documents', 'tested', 'agreement', 'active', 'suspended', 'retested', 'ended', 'barred'];
export const partnerKinds = ['promotion', 'billing', 'resale'];
export const findingKinds = ['unknown_hop', 'unfiled_landing', 'advertising_network', 'name_content_mismatch', 'cloaking', 'dead', 'unlisted_link', 'qr_elsewhere'];

export const linkPath = (partner: string, code: string): string => `/partners/${partner}/links/${encodeURIComponent(code)}`;

export function Findings({ of, none }: { of: LinkFinding[]; none: string }) {
  if (!of.length) return <p class="soft">{none}</p>;
  return (
    <ul class="links wraps">{of.map((f) => (
      <li key={f.id}>
        <a href={`/partners/findings/${f.id}`}>{word('link_finding', f.kind)} · <span class="mono">{f.host}</span></a>
        <span class="meta">{f.code ? <a href={linkPath(f.partner, f.code)}>{f.code}</a> : f.partner} · <When at={f.found_at} /></span>
        <State state={f.state} group="found.state" tone={f.state === 'open' ? 'stop' : f.state === 'fixed' ? 'good' : 'gone'} />
      </li>))}
    </ul>
  );
}

export function Counts({ of }: { of: OpenCount[] }) {
  if (!of.length) return <p class="soft">{t('partner.findings.none')}</p>;
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t('partner.findings')}><table>
      <thead><tr><th>{t('found.kind')}</th><th class="right">{t('partner.open')}</th><th class="right">{t('partner.told.before')}</th><th class="right">{t('partner.told.after')}</th></tr></thead>
      <tbody>{of.map((c) => <tr key={c.kind}><td>{word('link_finding', c.kind)}</td><td class="right num">{number(c.open)}</td><td class="right num">{number(c.told_before)}</td><td class="right num">{number(c.told_after)}</td></tr>)}</tbody>
    </table></div>
  );
}

export function Suspended({ of }: { of: Suspension[] }) {
  return (
    <>{of.map((s) => (
      <div class="tell stop" key={s.order_id}>
        <p>{t('partner.suspended.by', { scope: s.scope })} <a href={`/orders/${s.order_id}`}>{s.order}</a> · {t('debarments.until')} <When at={s.until} /></p>
        <p><a href={`/partners/retests/${s.order}`}>{t('partner.retest')}</a></p>
      </div>))}
    </>
  );
}
