// Bundles that scores are made with, and who may publish them. Stands as a tab of the tests' page.
import { useRef, useState } from 'preact/hooks';
import { ask, query } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { go, usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { BundlePublisher, BundleSummary, Problem as ProblemData, PutAsideHash } from '../../types';
import { act, Field, useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { fault, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';

const mayChange = () => has('examiner') || has('supervisor');

function LoadBundle() {
  const file = useRef<HTMLInputElement>(null);
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    const answer = await ask<BundleSummary>('/bundles', { body: chosen, contentType: 'application/octet-stream', once: true });
    stale((p) => p.startsWith('/bundles'));
    if (answer.data) go(`/testing/bundles/${answer.data.id}`);
  }
  return (
    <form class="panel" onSubmit={(e) => void send(e)}>
      <div class="fields">
        <Field label={t('bundles.file')} hint={t('bundles.file.hint')}><input type="file" ref={file} required /></Field>
        <Problem problem={problem} />
        <div><button class="primary" disabled={busy}>{t('bundles.load')}</button></div>
      </div>
    </form>
  );
}

function Publishers() {
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const again = () => stale((p) => p.startsWith('/bundle-publishers'));
  async function propose(e: Event) {
    e.preventDefault();
    const answer = await ask('/bundle-publishers', { body: { publisher: name, public_key: key.trim() }, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok) { setKey(''); setName(''); }
    again();
  }
  async function step(x: BundlePublisher, event: string) {
    setProblem(await act(`/bundle-publishers/${x.id}`, undefined, event));
    again();
  }
  return (
    <Group title={t('bundles.publishers')}>
      <Table<BundlePublisher>
        path={'/bundle-publishers' + query({ limit: 100 })}
        id={(x) => x.id}
        empty={<><h2>{t('bundles.publishers.empty')}</h2><p>{t('bundles.publishers.empty.do')}</p></>}
        columns={[
          { name: t('bundles.publisher'), cell: (x) => <span class="strong">{x.publisher}</span> },
          { name: t('list.state'), cell: (x) => <State state={x.state} /> },
          { name: t('bundles.proposed'), class: 'hide-narrow', cell: (x) => x.proposed_by?.display_name ?? '' },
          { name: t('bundles.confirmed'), class: 'hide-narrow', cell: (x) => x.confirmed_by?.display_name ?? '' },
          { name: t('bundles.key'), class: 'hide-narrow', cell: (x) => <code>{x.public_key.slice(0, 16)}…</code> },
          { name: '', cell: (x) => mayChange() && x.state !== 'withdrawn' ? (
            <span class="row">
              {x.state === 'proposed' && <button class="small" onClick={() => void step(x, 'confirm')}>{word('event', 'confirm')}</button>}
              <button class="small danger" onClick={() => void step(x, 'withdraw')}>{word('event', 'withdraw')}</button>
            </span>) : null },
        ]}
      />
      <Problem problem={problem} />
      {mayChange() && (
        <details>
          <summary>{t('bundles.publisher.new')}</summary>
          <form class="fields" onSubmit={(e) => void propose(e)}>
            <Field label={t('bundles.publisher')} fault={fault(problem, 'publisher')}><input value={name} required maxLength={200} onInput={(e) => setName(e.currentTarget.value)} /></Field>
            <Field label={t('bundles.key')} hint={t('bundles.key.hint')} fault={fault(problem, 'public_key')}><input value={key} required spellcheck={false} onInput={(e) => setKey(e.currentTarget.value)} /></Field>
            <div><button>{word('event', 'propose')}</button></div>
          </form>
        </details>
      )}
    </Group>
  );
}

// Listed hashes that matched very many pictures at once; shown where there are some.
function PutAside() {
  const { data } = useResource<{ items: PutAsideHash[] }>('/put-aside-hashes?limit=100');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  if (!data || data.items.length === 0) return null;
  async function decide(x: PutAsideHash, event: string) {
    const answer = await ask(`/put-aside-hashes/${x.hash}/events`, { body: { list_id: x.list_id, event } });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/put-aside-hashes'));
  }
  return (
    <Group title={t('bundles.aside')}>
      <p class="soft">{t('bundles.aside.text')}</p>
      <table>
        <tbody>{data.items.map((x) => (
          <tr key={x.list_id + x.hash}>
            <td>{x.list}</td><td><code>{x.hash.slice(0, 16)}…</code></td><td class="right num">{t('bundles.aside.pictures', { n: number(x.pictures) })}</td><td><When at={x.at} /></td>
            <td>{mayChange() && <span class="row"><button class="small" onClick={() => void decide(x, 'release')}>{t('bundles.aside.release')}</button><button class="small danger" onClick={() => void decide(x, 'confirm')}>{t('bundles.aside.never')}</button></span>}</td>
          </tr>))}</tbody>
      </table>
      <Problem problem={problem} />
    </Group>
  );
}

export function Bundles() {
  const { query: q } = usePlace();
  const [loading, setLoading] = useState(false);
  return (
    <div class="stack">
      <p class="soft">{t('bundles.text')}</p>
      {mayChange() && !loading && <div><button onClick={() => setLoading(true)}>{t('bundles.load.new')}</button></div>}
      {loading && <LoadBundle />}
      <div>
        <div class="filters">
          <Chips name="state" label={t('list.by.state')} options={['loaded', 'proposed', 'shadow', 'enabled', 'retired'].map((s) => ({ value: s, text: word('state', s) }))} />
        </div>
        <Table<BundleSummary>
          path={'/bundles' + query({ state: q.get('state'), limit: 100 })}
          id={(x) => x.id}
          open={(x) => `/testing/bundles/${x.id}`}
          empty={<><h2>{t('bundles.empty')}</h2><p>{t('bundles.empty.do')}</p></>}
          columns={[
            { name: t('bundles.name'), cell: (x) => <a class="cover" href={`/testing/bundles/${x.id}`}>{x.name} {x.version}</a> },
            { name: t('bundles.kind'), cell: (x) => word('bundle_kind', x.kind) },
            { name: t('list.state'), cell: (x) => <State state={x.state} /> },
            { name: t('case.ground'), class: 'hide-narrow', cell: (x) => word('ground', x.ground) },
            { name: t('bundles.publisher'), class: 'hide-narrow', cell: (x) => x.publisher },
            { name: t('bundles.items'), class: 'right hide-narrow', cell: (x) => <span class="num">{number(x.items)}</span> },
            { name: t('bundles.loaded'), class: 'hide-narrow', cell: (x) => <When at={x.loaded_at} /> },
          ]}
        />
      </div>
      <PutAside />
      <Publishers />
    </div>
  );
}
