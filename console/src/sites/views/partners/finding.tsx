// One finding: what it says, its evidence, whether the partner told of it, and what people do with it. And the re-test of an order.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { LinkFinding, Retest } from '../../types_partners';
import { Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { linkPath } from './words';

const testPath = (id: string) => `/testing/visits/${id}`;

function Decide({ of: f, etag }: { of: LinkFinding; etag: string | undefined }) {
  const [reason, setReason] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(event: string) {
    const answer = await ask(`/link-findings/${f.id}/events`, { body: { event, ...(reason.trim() ? { reasons: [reason.trim()] } : {}) }, ifMatch: etag });
    if (answer.ok) stale((p) => p.startsWith('/link') || p.startsWith('/partners') || p.startsWith('/cases') || p.startsWith('/case-queue'));
  }
  return (
    <>
      <Field label={t('found.words')} hint={t('found.words.hint')}><textarea maxLength={2000} value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></Field>
      <Problem problem={problem} />
      <div class="row">
        {!f.case_id && <button class="primary" disabled={busy} onClick={() => void send('open_case')}>{t('found.case')}</button>}
        <button disabled={busy || !reason.trim()} onClick={() => void send('dismiss')}>{t('found.dismiss')}</button>
      </div>
    </>
  );
}

export function FindingPage({ id }: { id: string }) {
  const { data: f, etag, problem, reload } = useResource<LinkFinding>(`/link-findings/${id}`);
  useWhere({ name: t('nav.partners'), path: '/partners?tab=findings' }, { name: f ? word('link_finding', f.kind) : '…' });
  if (!f) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={<>{word('link_finding', f.kind)} · <span class="mono">{f.host}</span></>}><State state={f.state} group="found.state" tone={f.state === 'open' ? 'stop' : f.state === 'fixed' ? 'good' : 'gone'} /><span>{t('page.since')} <When at={f.state_since} /></span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('found.what')}>
            <p class="wrap">{f.detail}</p>
            <Facts of={[
              [t('partner.number'), <a href={`/partners/${f.partner_id}`}>{f.partner}</a>],
              [t('link.code'), f.code && <a href={linkPath(f.partner, f.code)}>{f.code}</a>],
              [t('link.channel'), f.channel],
              [t('found.url'), f.url && <span class="mono wrap">{f.url}</span>],
              [t('found.first'), <a href={testPath(f.first_test_id)}><When at={f.found_at} /></a>],
              [t('found.seen'), <a href={testPath(f.last_test_id)}><When at={f.last_seen_at} /></a>],
              [t('found.often'), t('found.times', { n: f.seen })],
              [t('partner.told'), <>{word('told', f.told)}{f.told_at && <> · <When at={f.told_at} /></>}</>],
              [t('found.gone'), f.closed_test_id && <a href={testPath(f.closed_test_id)}>{t('link.evidence')}</a>],
              [t('debarments.ended'), f.close_reason],
            ]} />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            {f.case_id && <p><a href={`/cases/${f.case_id}`}>{t('found.case.open')}</a></p>}
            {f.state === 'open' && has('examiner') ? <Decide of={f} etag={etag} /> : <p class="soft">{t('found.machine')}</p>}
          </Group>
        </div>
      </div>
    </>
  );
}

export function RetestPage({ order }: { order: string }) {
  const { data: r, problem, reload } = useResource<Retest>(`/retests/${order}`);
  useWhere({ name: t('nav.partners'), path: '/partners' }, { name: t('partner.retest') });
  if (!r) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={`${t('partner.retest')} · ${r.order}`}><span>{r.scope}</span><span>{t('page.since')} <When at={r.since} /></span></Head>
      <p class={r.complete ? 'tell good' : 'tell wait'}>{t(r.complete ? 'retest.complete' : 'retest.open')}</p>
      <Group title={t('partner.retest')} aside={<a href={`/orders/${r.order_id}`}>{r.order}</a>}>
        {r.items.length === 0 && <p class="soft">{t('retest.none')}</p>}
        <ul class="links wraps">{r.items.map((i) => (
          <li key={i.id}>
            <span>{i.met ? '✓' : '○'} <a href={`/partners/findings/${i.id}`}>{word('link_finding', i.kind)} · <span class="mono">{i.host}</span></a></span>
            <span class="meta">{i.code && <a href={linkPath(i.partner, i.code)}>{i.code}</a>} · {i.closed_test_id ? <a href={testPath(i.closed_test_id)}>{t('retest.clean')}</a> : word('found.state', i.state)}</span>
          </li>))}
        </ul>
      </Group>
    </>
  );
}
