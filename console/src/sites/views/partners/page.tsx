// One partner: what it has to show, its inventory, what was found, who answers for it, and what comes next.
import { useState } from 'preact/hooks';
import { stale, useResource } from '../../../api/resource';
import { current, has } from '../../../app/session';
import { language, t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { List } from '../../types';
import type { LinkFinding, PartnerItem, PartnerPage as Page } from '../../types_partners';
import { Dialog, Field, Machine, Steps, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Charging } from './charging';
import { AddLink, Inventory } from './inventory';
import { Counts, Findings, Suspended } from './words';

const again = () => stale((p) => p.startsWith('/partners') || p.startsWith('/link'));
const midnight = (day: string) => `${day}T00:00:00Z`;

function Agree({ path, etag, event, onClose }: { path: string; etag: string | undefined; event: string; onClose: () => void }) {
  const [form, setForm] = useState({ agreement: '', from: '', until: '' });
  const { busy, problem, ask } = useAsking();
  const bar = event === 'bar';
  async function send(e: Event) {
    e.preventDefault();
    const data = bar ? (form.until ? { until: midnight(form.until) } : {}) : { agreement: form.agreement, from: midnight(form.from), until: midnight(form.until) };
    const answer = await ask(`${path}/events`, { body: { event, data }, ifMatch: etag });
    if (!answer.ok) return;
    again();
    onClose();
  }
  const title = word('partner.event', event);
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{title}</h1>
        <div class="fields">
          {!bar && <Field label={t('partner.agreement')}><input required maxLength={100} value={form.agreement} onInput={(e) => setForm({ ...form, agreement: e.currentTarget.value })} /></Field>}
          {!bar && <Field label={t('partner.from')}><input type="date" required value={form.from} onInput={(e) => setForm({ ...form, from: e.currentTarget.value })} /></Field>}
          <Field label={t('debarments.until')} hint={bar ? t('partner.bar.hint') : undefined}><input type="date" required={!bar} value={form.until} onInput={(e) => setForm({ ...form, until: e.currentTarget.value })} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{title}</button></div>
      </form>
    </Dialog>
  );
}

function Item({ of: i, path }: { of: PartnerItem; path: string }) {
  const [doing, setDoing] = useState<'' | 'paper' | 'check'>('');
  const [form, setForm] = useState({ number: '', issued_by: '', valid_until: '', note: '', passed: true });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = doing === 'paper'
      ? await ask(`${path}/papers`, { body: { item: i.code, number: form.number, issued_by: form.issued_by, ...(form.valid_until ? { valid_until: midnight(form.valid_until) } : {}) }, once: true })
      : await ask(`${path}/checks`, { body: { item: i.code, note: form.note, passed: form.passed }, once: true });
    if (!answer.ok) return;
    setDoing('');
    again();
  }
  const mayCheck = i.type === 'commitment' ? has('registrar', 'partner_user') : has('registrar', 'examiner');
  return (
    <li>
      <span>{i.met ? '✓' : '○'} {language() === 'zh' ? i.zh : i.en} <span class="meta">{i.law}</span></span>
      <span class="meta">{word('partner.item', i.type)}{i.paper && <> · {i.paper.number}{i.paper.valid_until && <> · {t('debarments.until')} <When at={i.paper.valid_until} /></>}</>}{i.why_not && <> · {word('partner.why', i.why_not)}</>}</span>
      <span class="row">
        {i.type === 'document' && has('registrar', 'partner_user') && <button class="small" onClick={() => setDoing('paper')}>{t('partner.paper')}</button>}
        {mayCheck && <button class="small" onClick={() => setDoing('check')}>{t(i.type === 'commitment' ? 'partner.commit' : 'partner.check')}</button>}
      </span>
      {doing && (
        <form onSubmit={(e) => void send(e)}>
          <div class="fields">
            {doing === 'paper' && <>
              <Field label={t('partner.paper.number')}><input required maxLength={100} value={form.number} onInput={(e) => setForm({ ...form, number: e.currentTarget.value })} /></Field>
              <Field label={t('partner.paper.issuer')}><input required maxLength={200} value={form.issued_by} onInput={(e) => setForm({ ...form, issued_by: e.currentTarget.value })} /></Field>
              <Field label={t('debarments.until')} hint={t('partner.paper.until')}><input type="date" value={form.valid_until} onInput={(e) => setForm({ ...form, valid_until: e.currentTarget.value })} /></Field>
            </>}
            {doing === 'check' && <>
              <Field label={t('partner.check.note')}><textarea required maxLength={2000} value={form.note} onInput={(e) => setForm({ ...form, note: e.currentTarget.value })} /></Field>
              <Field label={t('partner.check.passed')}><input type="checkbox" checked={form.passed} onChange={(e) => setForm({ ...form, passed: e.currentTarget.checked })} /></Field>
            </>}
          </div>
          <Problem problem={problem} />
          <button disabled={busy}>{t('partner.record')}</button> <button type="button" onClick={() => setDoing('')}>{t('act.cancel')}</button>
        </form>
      )}
    </li>
  );
}

function Tell({ path }: { path: string }) {
  const [form, setForm] = useState({ code: '', host: '', words: '' });
  const [done, setDone] = useState(false);
  const { busy, problem, ask } = useAsking();
  const set = (name: string) => (e: Event) => setForm({ ...form, [name]: (e.currentTarget as HTMLInputElement).value });
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/told`, { body: Object.fromEntries(Object.entries(form).filter(([, v]) => v.trim())), once: true });
    setDone(answer.ok);
    if (answer.ok) again();
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <p class="soft">{t('partner.tell.text')}</p>
      <div class="fields">
        <Field label={t('link.code')}><input maxLength={64} value={form.code} onInput={set('code')} /></Field>
        <Field label={t('found.host')}><input maxLength={300} value={form.host} onInput={set('host')} /></Field>
        <Field label={t('partner.tell.words')}><textarea required maxLength={2000} value={form.words} onInput={set('words')} /></Field>
      </div>
      <Problem problem={problem} />
      {done && <p class="soft">{t('partner.tell.done')}</p>}
      <button disabled={busy}>{t('partner.tell')}</button>
    </form>
  );
}

function Bar({ path, etag }: { path: string; etag: string | undefined }) {
  const [form, setForm] = useState({ reason: '', law: '' });
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/bars`, { body: form, once: true, ifMatch: etag });
    if (answer.ok) again();
  }
  return (
    <form onSubmit={(e) => void send(e)}>
      <p class="soft">{t('partner.bar.text')}</p>
      <div class="fields">
        <Field label={t('debarments.reason')}><textarea required maxLength={2000} value={form.reason} onInput={(e) => setForm({ ...form, reason: e.currentTarget.value })} /></Field>
        <Field label={t('case.law')}><input required maxLength={500} value={form.law} onInput={(e) => setForm({ ...form, law: e.currentTarget.value })} /></Field>
      </div>
      <Problem problem={problem} />
      <button disabled={busy}>{t('partner.bar')}</button>
    </form>
  );
}

export function PartnerPage({ id }: { id: string }) {
  const path = `/partners/${id}`;
  const { data: p, etag, problem, reload } = useResource<Page>(path);
  const found = useResource<List<LinkFinding>>(p ? `/link-findings?partner=${p.id}&limit=20` : null);
  useWhere({ name: t('nav.partners'), path: '/partners' }, { name: p?.number ?? '…' });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const own = (current()?.roles ?? []).includes('partner_user');
  return (
    <>
      <Head title={`${p.party} · ${p.number}`}>
        <State state={p.state} group="partner.state" tone={p.state === 'suspended' || p.state === 'barred' ? 'stop' : undefined} /><span>{t('page.since')} <When at={p.state_since} /></span><span>{word('partner.kind', p.kind)}</span>
      </Head>
      <div class="columns">
        <div class="stack">
          <Machine states={['applied', 'documents', 'tested', 'agreement', 'active']} now={p.state} group="partner.state" />
          <Suspended of={p.suspensions} />
          <Group title={t('partner.checklist')} aside={t('partner.round', { n: p.round })}><ul class="links wraps">{p.items.map((i) => <Item key={i.code} of={i} path={path} />)}</ul></Group>
          {p.kind === 'promotion' && <Inventory of={p} />}
          {p.kind === 'promotion' && p.state === 'active' && has('registrar', 'partner_user') && <Group title={t('link.add')}><AddLink of={p} /></Group>}
          <Charging of={p} />
          <Group title={t('partner.findings')}>
            <Counts of={p.open_findings} />
            <Findings of={found.data?.items ?? []} none="" />
          </Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}>
            <Steps path={path} etag={etag} group="partner.event" events={p.next_events} forms={{
              agree: (close) => <Agree path={path} etag={etag} event="agree" onClose={close} />,
              bar: (close) => <Agree path={path} etag={etag} event="bar" onClose={close} />,
            }} />
          </Group>
          <Group title={t('partner.facts')}>
            <Facts of={[
              [t('partner.licence'), p.licence_number],
              [t('partner.licence.until'), p.licence_until && <When at={p.licence_until} />],
              [t('partner.agreement'), p.agreement && <>{p.agreement.number} · {t('debarments.until')} <When at={p.agreement.until} /></>],
              [t('partner.qualified'), p.qualified_until && <When at={p.qualified_until} />],
              [t('partner.links'), p.kind === 'promotion' && t('link.coverage', { links: number(p.links), inspected: number(p.links_inspected_7_days) })],
              [t('partner.sites'), p.sites.length > 0 && <span class="mono wrap">{p.sites.slice(0, 3).join(', ')}{p.sites.length > 3 && ` +${p.sites.length - 3}`}</span>],
              [t('partner.barred'), p.barred_until && <When at={p.barred_until} />],
              [t('debarments.ended'), p.end_reason],
            ]} />
          </Group>
          <Group title={t('partner.responsible')}>
            {p.responsible.length ? <ul class="links wraps">{p.responsible.map((r) => <li key={`${r.person?.id ?? ''}${r.function}`}><span>{r.person?.display_name}</span><span class="meta">{word('partner.function', r.function)}</span></li>)}</ul> : <p class="soft">{t('partner.responsible.none')}</p>}
          </Group>
          {own && <Group title={t('partner.tell')}><Tell path={path} /></Group>}
          {p.bar ? <Group title={t('partner.bar')}><p class="wrap">{p.bar.reason}</p><p class="meta">{p.bar.law} · {t('debarments.answer_by')} <When at={p.bar.answer_by} /></p></Group>
            : (p.state === 'suspended' || p.state === 'retested') && has('registrar', 'examiner') && <Group title={t('partner.bar')}><Bar path={path} etag={etag} /></Group>}
          <Group title={t('page.timeline')}><Timeline of={p.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
