// A partner's inventory: its tree of channels, the links in each, its versions and what differs, and files that come in.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { List } from '../../types';
import type { Channel, Link, LinkDifference, LinkInventory, PartnerPage } from '../../types_partners';
import { Field, useAsking } from '../../../ui/form';
import { ImportRun } from '../../../ui/import_run';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { linkPath } from './words';

const sheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

// Channels are counted so far.
const counted = (n: number): string => (n < 1000 ? number(n) : `${number(n)}+`);

function Branch({ partner, of: c }: { partner: PartnerPage; of: Channel }) {
  const [open, setOpen] = useState(false);
  const below = useResource<List<Channel>>(open && c.channels > 0 ? `/partners/${partner.id}/channels?parent_id=${c.id}&limit=200` : null);
  const links = useResource<List<Link>>(open && c.links > 0 ? '/links' + query({ partner: partner.id, channel_id: c.id, limit: 50 }) : null);
  return (
    <li>
      <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary><b>{c.name}</b> <span class="meta">{c.channels > 0 && t('channel.below', { n: counted(c.channels) })} {c.links > 0 && t('channel.links', { n: counted(c.links) })}</span></summary>
        <ul class="tree">
          {below.data?.items.map((b) => <Branch key={b.id} partner={partner} of={b} />)}
          {links.data?.items.map((l) => <li key={l.code}><a class="mono" href={linkPath(l.partner, l.code)}>{l.code}</a> <span class="meta">{l.service} → {l.landing_host}{l.place && ` · ${l.place}`}</span></li>)}
          {links.data?.next && <li class="meta">{t('channel.more')}</li>}
        </ul>
      </details>
    </li>
  );
}

function Differences({ partner, from, to }: { partner: PartnerPage; from: number; to: number }) {
  const { data, problem } = useResource<List<LinkDifference>>(`/partners/${partner.id}/inventories/difference?from=${from}&to=${to}&limit=100`);
  if (!data) return <Problem problem={problem ?? null} />;
  if (!data.items.length) return <p class="soft">{t('inventory.same')}</p>;
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t('inventory.difference')}><table>
      <thead><tr><th>{t('link.code')}</th><th>{t('inventory.change')}</th><th>{t('inventory.before')}</th><th>{t('inventory.after')}</th></tr></thead>
      <tbody>{data.items.map((d) => <tr key={d.code}><td><a class="mono" href={linkPath(partner.number, d.code)}>{d.code}</a></td><td>{word('inventory.change', d.change)}</td><td class="mono">{d.before?.landing_host}</td><td class="mono">{d.after?.landing_host}</td></tr>)}</tbody>
    </table></div>
  );
}

export function AddLink({ of: p }: { of: PartnerPage }) {
  const [form, setForm] = useState({ code: '', channel: '', service: '', landing_url: '', short_url: '', qr: '', place: '', owner: '' });
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/partners/${p.id}/links`, { body: Object.fromEntries(Object.entries(form).filter(([, v]) => v.trim())), once: true });
    if (!answer.ok) return;
    setForm({ ...form, code: '', landing_url: '', short_url: '', qr: '' });
    stale((path) => path.startsWith('/partners') || path.startsWith('/links'));
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('link.code')}><input required name="code" maxLength={64} value={form.code} onInput={set('code')} /></Field>
        <Field label={t('link.channel')} hint={t('link.channel.hint')}><input required name="channel" maxLength={500} value={form.channel} onInput={set('channel')} /></Field>
        <Field label={t('link.service')} hint={t('link.service.hint')}><input name="service" maxLength={200} value={form.service} onInput={set('service')} /></Field>
        <Field label={t('link.landing')}><input required name="landing_url" maxLength={2048} value={form.landing_url} onInput={set('landing_url')} /></Field>
        <Field label={t('link.short')}><input name="short_url" maxLength={2048} value={form.short_url} onInput={set('short_url')} /></Field>
        <Field label={t('link.qr')}><input name="qr" maxLength={2048} value={form.qr} onInput={set('qr')} /></Field>
        <Field label={t('link.place')}><input name="place" maxLength={300} value={form.place} onInput={set('place')} /></Field>
        <Field label={t('link.owner')}><input name="owner" maxLength={200} value={form.owner} onInput={set('owner')} /></Field>
      </div>
      <Problem problem={problem} />
      <button class="primary" disabled={busy}>{t('link.add')}</button>
    </form>
  );
}

export function Inventory({ of: p }: { of: PartnerPage }) {
  const top = useResource<List<Channel>>(`/partners/${p.id}/channels?limit=200`);
  const versions = useResource<List<LinkInventory>>(`/partners/${p.id}/inventories?limit=10`);
  const [file, setFile] = useState<File | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  return (
    <>
      <Group title={t('partner.inventory')}>
        {top.data?.items.length ? <ul class="tree">{top.data.items.map((c) => <Branch key={c.id} partner={p} of={c} />)}</ul> : <p class="soft">{t('partner.inventory.none')}</p>}
      </Group>
      <Group title={t('inventory.versions')}>
        <ul class="links">{versions.data?.items.map((v) => (
          <li key={v.number}>
            <span>{t('inventory.number', { n: v.number })} · {v.source}</span>
            <span class="meta">{t('inventory.counts', { links: number(v.links), added: number(v.added), changed: number(v.changed), removed: number(v.removed) })} {v.taken_at && <When at={v.taken_at} />}</span>
            <button class="small" onClick={() => setShown(shown === v.number ? null : v.number)}>{t('inventory.difference')}</button>
            {shown === v.number && <Differences partner={p} from={v.number - 1} to={v.number} />}
          </li>))}</ul>
        {has('registrar', 'partner_user') && <>
          <p class="soft">{t('inventory.import.text')}</p>
          <Field label={t('inventory.file')}><input type="file" accept=".csv,.xlsx" onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)} /></Field>
          <ImportRun file={file} contentType={file?.name.endsWith('.xlsx') ? sheets : 'text/csv'} path={(dry) => `/partners/${p.id}/inventories` + query({ dry_run: dry ? '1' : null, source: file?.name ?? '' })} saying={{
            title: t('inventory.report'), act: t('inventory.import'), none: t('import.none.bad'),
            counts: (r) => t('inventory.counts', { links: number(Number(r.lines)), added: number(Number(r.added)), changed: number(Number(r.changed)), removed: number(Number(r.removed)) }),
          }} />
        </>}
      </Group>
    </>
  );
}
