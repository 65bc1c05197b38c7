// One link: its way hop by hop as a phone walked it last, what changed, what was found, and how it was listed before.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Job } from '../../types';
import type { ChainHop, Changed, LinkPage as Page } from '../../types_partners';
import { useAsking } from '../../../ui/form';
import { JobLine } from '../../../ui/job';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Findings, Suspended } from './words';

// Long addresses are cut; all of it is in the evidence.
const short = (url: string): string => (url.length > 160 ? `${url.slice(0, 150)} …` : url);

// What is wrong with a hop, in a word; nothing: it is in order.
const fault = (h: ChainHop, last: boolean): string | null =>
  h.error ? h.error : h.advertising && !last ? 'advertising_network' : !h.known ? 'unknown_hop' : last && !h.filed ? 'unfiled_landing' : h.status >= 400 ? 'dead' : null;

// `elsewhere`: it ends at another page than the filed one.
function Chain({ of, elsewhere = false }: { of: ChainHop[]; elsewhere?: boolean }) {
  if (!of.length) return <p class="soft">{t('link.chain.none')}</p>;
  return (
    <ol class="chain">{of.map((h, i) => {
      const last = i === of.length - 1;
      const wrong = fault(h, last) ?? (last && elsewhere ? 'qr_elsewhere' : null);
      return (
        <li key={i} class={wrong ? 'stop' : 'good'}>
          <div><b class="mono">{h.host}</b> <span class="meta">{word('hop', h.kind)}{h.status > 0 && ` · ${h.status}`}</span></div>
          <div class="meta mono wrap">{short(h.url)}</div>
          <div class="meta">{wrong ? word('link_finding', wrong) : h.known ? t('link.hop.known') : t('link.hop.filed')}</div>
        </li>
      );
    })}</ol>
  );
}

export function What({ of: c }: { of: Changed | undefined }) {
  if (!c || (!c.hosts_new?.length && !c.hosts_gone?.length && !c.landing_is)) return <span class="soft">{t('link.unchanged')}</span>;
  return (
    <span class="wrap">
      {!!c.hosts_new?.length && <>{t('link.hosts.new')} <span class="mono">{c.hosts_new.join(', ')}</span>. </>}
      {!!c.hosts_gone?.length && <>{t('link.hosts.gone')} <span class="mono">{c.hosts_gone.join(', ')}</span>. </>}
      {c.landing_is && <>{t('link.ends')} <span class="mono">{short(c.landing_is)}</span>.</>}
    </span>
  );
}

export function LinkPage({ partner, code }: { partner: string; code: string }) {
  const path = `/partners/${partner}/links/${encodeURIComponent(code)}`;
  const { data: l, problem, reload } = useResource<Page>(path);
  const [job, setJob] = useState<string | null>(null);
  const { busy, problem: refused, ask } = useAsking();
  const seen = useResource<Job>(job ? `/jobs/${job}` : null);
  useWhere({ name: t('nav.partners'), path: '/partners' }, { name: l?.partner ?? '…', path: `/partners/${l?.partner_id ?? partner}` }, { name: code });
  if (!l) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  if (seen.data?.state === 'done' && job) {
    setJob(null);
    stale((p) => p.startsWith('/partners') || p.startsWith('/link'));
  }
  async function inspect() {
    const answer = await ask<{ job_id: string }>(`${path}/events`, { body: { event: 'inspect' } });
    if (answer.data) setJob(answer.data.job_id);
  }
  return (
    <>
      <Head title={`${l.service || l.code} · ${l.code}`} acts={l.listed && has('registrar', 'examiner', 'partner_user') && <button class="primary" disabled={busy || !!job} onClick={() => void inspect()}>{t('link.inspect')}</button>}>
        <span>{l.party}</span><span>{l.channel}</span>{!l.listed && <span class="strong">{t('link.out')}</span>}
      </Head>
      <Problem problem={refused} />
      {job && seen.data && <JobLine job={seen.data} />}
      <div class="columns">
        <div class="stack">
          <Suspended of={l.suspension ? [l.suspension] : []} />
          <Group title={t('link.chain')} aside={l.inspected_at && <><When at={l.inspected_at} /> · {l.test_id && <a href={`/testing/visits/${l.test_id}`}>{t('link.evidence')}</a>}</>}>
            <Chain of={l.chain} />
            <p class="meta">{t('link.changed')} <What of={l.changed} /></p>
          </Group>
          {l.qr_chain.length > 0 && (
            <Group title={t('link.chain.qr')} aside={l.qr_test_id && <a href={`/testing/visits/${l.qr_test_id}`}>{t('link.evidence')}</a>}>
              <Chain of={l.qr_chain} elsewhere={l.findings.some((f) => f.kind === 'qr_elsewhere' && f.state === 'open')} />
            </Group>
          )}
          <Group title={t('partner.findings')}><Findings of={l.findings} none={t('partner.findings.none')} /></Group>
          <Group title={t('link.inspections')}>
            <ul class="links">{l.inspections.map((i) => <li key={i.test_id}><a href={`/testing/visits/${i.test_id}`}><When at={i.at} /></a><span class="meta">{i.of_qr && <>{t('link.of_qr')} · </>}{word('inspection', i.outcome)} · <What of={i.changed} /></span></li>)}</ul>
          </Group>
        </div>
        <div class="stack">
          <Group title={t('link.facts')}>
            <Facts of={[
              [t('link.landing'), <span class="mono wrap">{short(l.landing_url)}</span>],
              [t('link.short'), l.short_url && <span class="mono wrap">{short(l.short_url)}</span>],
              [t('link.qr'), l.qr && <span class="mono wrap">{short(l.qr)}</span>],
              [t('link.service'), l.service], [t('link.place'), l.place], [t('link.owner'), l.owner],
              [t('link.due'), l.due_at && <When at={l.due_at} />],
            ]} />
          </Group>
          <Group title={t('link.versions')}>
            <ul class="links">{l.versions.map((v) => <li key={v.since_inventory}><span>{t('inventory.number', { n: v.since_inventory })}{v.until_inventory !== null && ` – ${v.until_inventory}`}</span><span class="meta mono">{v.landing_host}</span></li>)}</ul>
          </Group>
        </div>
      </div>
    </>
  );
}
