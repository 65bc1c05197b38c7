import { useEffect, useState } from 'preact/hooks';
import { query } from '../../api/client';
import { useResource } from '../../api/resource';
import { recordPath } from '../../app/places';
import { go, usePlace, withQuery } from '../../app/router';
import { t, word } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import { toHex } from '../../crypto/bytes';
import type { Checkpoint, LedgerEntry, LedgerKey, Witness } from '../../api/types';
import { Facts, Group, Head, useWhere } from '../../ui/page';
import { Loading, Problem } from '../../ui/problem';
import { When } from '../../ui/state';
import { Table } from '../../ui/table';
import { eventName } from '../../ui/timeline';
import { checkCheckpoint, checkEntry, type Check, type EntryCheck } from './check';

const mark = { yes: '✓', no: '✗', unknown: '–' } as const;

function sentence(c: Check): string {
  switch (c.what) {
    case 'parsed': return c.finding === 'yes' ? t('ledger.parsed', { origin: c.detail }) : t('ledger.parsed.no');
    case 'signed': return c.finding === 'yes' ? t('ledger.signed', { key: c.detail }) : c.finding === 'no' ? t('ledger.signed.no') : t('ledger.signed.unknown');
    case 'cosigned': return c.finding === 'yes' ? t('ledger.cosigned', { name: c.detail, at: c.at ? dateTime(c.at.toISOString()) : '' }) : t('ledger.cosigned.not', { name: c.detail });
    case 'key_same': return c.finding === 'yes' ? t('ledger.key.same') : t('ledger.key.other');
    case 'consistent': return c.finding === 'yes' ? t('ledger.consistent', { n: number(Number(c.detail)) }) : c.finding === 'no' ? t('ledger.consistent.no', { n: number(Number(c.detail)) }) : t('ledger.consistent.unknown');
  }
}

function EntryProof({ index, checkpoint }: { index: number; checkpoint: Checkpoint }) {
  const [check, setCheck] = useState<EntryCheck | null | 'busy'>('busy');
  useEffect(() => {
    setCheck('busy');
    void checkEntry(index, checkpoint).then(setCheck, () => setCheck(null));
  }, [index, checkpoint.size]);
  const close = <button class="small" onClick={() => go(withQuery({ entry: null }))}>{t('act.close')}</button>;
  if (check === 'busy') return <Loading />;
  if (!check) return <Group title={t('ledger.entry', { n: number(index) })} aside={close}><p class="tell wait">{index >= checkpoint.size ? t('ledger.entry.later') : t('ledger.entry.none')}</p></Group>;
  const path = recordPath(check.entry.record_kind, check.entry.record_id);
  return (
    <Group title={t('ledger.entry', { n: number(index) })} aside={close}>
      <Facts of={[
        [t('ledger.what'), eventName(check.entry.kind)],
        [t('ledger.at'), <When at={check.entry.at} />],
        [t('ledger.by'), check.entry.actor_name ?? <span class="mono wrap">{check.entry.actor}</span>],
        [t('ledger.record'), path ? <a href={path}>{word('kind', check.entry.record_kind)}</a> : <span class="mono wrap">{check.entry.record_kind}/{check.entry.record_id}</span>],
      ]} />
      <p class={check.ok ? 'tell good' : 'problem'} role="status">{check.ok ? t('ledger.entry.ok', { n: number(checkpoint.size) }) : t('ledger.entry.bad')}</p>
      <details>
        <summary>{t('ledger.proof', { n: check.steps?.length ?? 0 })}</summary>
        <div class="stack">
          <pre class="canonical" tabIndex={0} aria-label={t('ledger.leaf')}>{check.entry.leaf_data}</pre>
          <ol class="proof">
            <li><span class="num">0</span><span>{t('ledger.leaf.hash')}<br /><code class="wrap">{check.leaf}</code></span></li>
            {check.steps?.map((s, i) => <li key={i}><span class="num">{i + 1}</span><span>{t(s.side === 'left' ? 'ledger.step.left' : 'ledger.step.right')} <code class="wrap">{toHex(s.with)}</code><br />= <code class="wrap">{toHex(s.gives)}</code></span></li>)}
          </ol>
        </div>
      </details>
    </Group>
  );
}

export function Ledger() {
  useWhere({ name: t('nav.ledger') });
  const { query: q } = usePlace();
  const checkpoint = useResource<Checkpoint>('/ledger/checkpoint');
  const keys = useResource<{ items: LedgerKey[] }>('/ledger/keys');
  const witnesses = useResource<{ items: Witness[] }>('/ledger/witnesses');
  const [checks, setChecks] = useState<Check[] | null>(null);
  const c = checkpoint.data;
  useEffect(() => {
    if (c && keys.data && witnesses.data) void checkCheckpoint(c, keys.data.items, witnesses.data.items).then(setChecks);
  }, [c?.note, keys.data, witnesses.data]);
  const entry = q.get('entry');
  const bad = checks?.some((x) => x.finding === 'no');
  return (
    <>
      <Head title={!checks ? t('nav.ledger') : bad ? t('ledger.bad') : t('ledger.good')}>{c && <><span class="num">{t('ledger.size', { n: number(c.size) })}</span><When at={c.at} /></>}</Head>
      {checkpoint.problem && <Problem problem={checkpoint.problem} retry={() => void checkpoint.reload()} />}
      <div class="columns">
        <Group title={t('ledger.entries')}>
          <Table<LedgerEntry>
            path={'/ledger/entries' + query({ record_kind: q.get('record_kind'), record_id: q.get('record_id'), limit: 50 })}
            id={(e) => String(e.index)}
            empty={<><h2>{t('ledger.empty')}</h2><p>{t('ledger.empty.do')}</p></>}
            columns={[
              { name: '#', class: 'right', cell: (e) => <a class="cover num" href={withQuery({ entry: String(e.index) })}>{number(e.index)}</a> },
              { name: t('ledger.what'), cell: (e) => eventName(e.kind) },
              { name: t('ledger.by'), class: 'hide-narrow', cell: (e) => e.actor_name ?? <span class="soft">{e.actor}</span> },
              { name: t('ledger.record'), class: 'hide-narrow', cell: (e) => { const p = recordPath(e.record_kind, e.record_id); return p ? <a href={p}>{word('kind', e.record_kind)}</a> : word('kind', e.record_kind); } },
              { name: t('ledger.at'), cell: (e) => <When at={e.at} /> },
            ]}
          />
        </Group>
        <div class="stack">
          {entry !== null && c && <EntryProof index={Number(entry)} checkpoint={c} />}
          <Group title={t('ledger.checks')}>
            {checks ? <ul class="checks">{checks.map((x, i) => <li key={i}><span class={x.finding}>{mark[x.finding]}</span><span>{sentence(x)}</span></li>)}</ul> : c && <Loading />}
            <p class="meta">{t('ledger.how')}</p>
          </Group>
          {c && (
            <Group title={t('ledger.checkpoint')}>
              <pre class="canonical" tabIndex={0} aria-label={t('ledger.checkpoint')}>{c.note}</pre>
              <p class="meta">{t('ledger.keep')}</p>
            </Group>
          )}
        </div>
      </div>
    </>
  );
}
