// A block: where it comes from as a tree, what lies in it, its leases, who is seen on it, and what can be done.
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { AddressBlock, AddressBlockPage, AddressFinding } from '../../types';
import { Steps } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Acts } from './acts';
import { Path } from './path';
import { BlockState, LeaseState } from './words';

function Children({ of, more }: { of: AddressBlock[]; more: boolean }) {
  if (!of.length) return <p class="soft">{t('block.children.none')}</p>;
  return (
    <>
      <ul class="links">{of.map((b) => <li key={b.id}><a class="mono" href={`/resources/${b.id}`}>{b.range}</a><span class="meta">{b.user ?? b.holder}{b.name && ` · ${b.name}`}</span><BlockState state={b.state} /></li>)}</ul>
      {more && <p class="meta">{t('block.children.more')}</p>}
    </>
  );
}

function Findings({ of }: { of: AddressFinding[] }) {
  if (!of.length) return <p class="soft">{t('block.findings.none')}</p>;
  return (
    <div class="stack">
      {of.map((f) => (
        <details key={f.id}>
          <summary>{f.host} · <span class="mono">{f.address}</span> · {word('address_finding', f.kind)} <span class="meta"><When at={f.last_seen_at} /></span></summary>
          <ol>{f.explain.map((step) => <li key={step}>{step}</li>)}</ol>
        </details>
      ))}
    </div>
  );
}

// Those that need something said with them have a form of their own.
const withForm = new Set(['record_source', 'assign', 'split']);

export function BlockPage({ id }: { id: string }) {
  const path = `/address-blocks/${id}`;
  const { data: b, etag, problem, reload } = useResource<AddressBlockPage>(path);
  useWhere({ name: t('nav.resources'), path: '/resources' }, { name: b?.range ?? '…' });
  if (!b) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const mayAct = has('registrar', 'partner_user');
  return (
    <>
      <Head title={<span class="mono">{b.range}</span>}>
        <BlockState state={b.state} /><span>{t('page.since')} <When at={b.state_since} /></span><span>{b.user ?? b.holder}</span>
      </Head>
      <div class="columns">
        <div class="stack">
          {b.reasons.length > 0 && <div class="tell wait"><ul>{b.reasons.map((r) => <li key={r}>{r}</li>)}</ul></div>}
          {b.lacking.length > 0 && <p class="soft">{t('block.lacking', { what: b.lacking.map((l) => t(`block.${l}` as 'block.source')).join(', ') })}</p>}
          <Group title={t('block.path')}><Path of={b.path} here={b.id} /></Group>
          <Group title={t('block.facts')}>
            <Facts of={[
              [t('block.holder'), b.holder], [t('block.user'), b.user], [t('block.allocator'), b.allocator], [t('block.source'), b.source], [t('block.name'), b.name],
              [t('block.mode'), word('use_mode', b.mode)], [t('block.gateway'), b.gateway && <span class="mono">{b.gateway}</span>], [t('block.location'), b.location], [t('block.origin'), b.origin],
            ]} />
          </Group>
          <Group title={t('block.children')}><Children of={b.children} more={b.more_children} /></Group>
          <Group title={t('resources.leases')}>
            {b.leases.length ? (
              <ul class="links">{b.leases.map((l) => <li key={l.id}><a href={`/resources/leases/${l.id}`}>{l.contract}</a><span class="meta">{l.lessor} → {l.lessee}</span><LeaseState state={l.state} /></li>)}</ul>
            ) : <p class="soft">{t('block.leases.none')}</p>}
          </Group>
          <Group title={t('block.findings')}><Findings of={b.findings} /></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><Steps path={path} etag={etag} group="block_event" events={b.next_events.filter((e) => !e.allowed || !withForm.has(e.event))} /></Group>
          {mayAct && <Acts block={b} etag={etag} />}
          <Group title={t('page.timeline')}><Timeline of={b.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
