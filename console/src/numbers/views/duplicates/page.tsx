// Two records side by side, read for a stated purpose: what is the same, what differs and how much. Then the decision,
// with its evidence: one person, or two.
import { useState } from 'preact/hooks';
import { useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Compared, DuplicatePair, DuplicateReview, HolderDocument, Problem as ProblemData } from '../../types';
import { act, Dialog } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { noProof, ProofFields } from '../../ui/proof';
import { ReadOnce } from '../../ui/read_once';

// In words: the colour is never the only signal.
export function verdict(of: Pick<Compared, 'same' | 'alike'>): { tone: string; key: 'compare.same' | 'compare.alike' | 'compare.differs' | 'compare.one.side' } {
  if (of.same === null) return { tone: 'gone', key: 'compare.one.side' };
  if (of.same) return { tone: 'good', key: 'compare.same' };
  return (of.alike ?? 0) >= 70 ? { tone: 'wait', key: 'compare.alike' } : { tone: 'stop', key: 'compare.differs' };
}

const documents = (of: HolderDocument[]) => <ul>{of.map((d) => <li key={d.id}>{word('document', d.kind)} · {d.country}{d.expires_on && ` · ${d.expires_on}`}</li>)}</ul>;

function SideBySide({ of: r, pair }: { of: DuplicateReview; pair: DuplicatePair }) {
  return (
    <div class="scroll">
      <table class="side-by-side">
        <thead><tr><th>{t('compare.what')}</th><th><a href={`/persons/${pair.holder_a}`}>…{pair.holder_a.slice(-6)}</a></th><th><a href={`/persons/${pair.holder_b}`}>…{pair.holder_b.slice(-6)}</a></th><th>{t('compare.verdict')}</th></tr></thead>
        <tbody>
          {r.fields.map((f) => {
            const v = verdict(f);
            return <tr key={f.field}><td>{word('field', f.field)}</td><td class="wrap">{f.a ?? '–'}</td><td class="wrap">{f.b ?? '–'}</td><td><span class={`state ${v.tone}`}>{t(v.key, v.key === 'compare.alike' ? { n: f.alike ?? 0 } : {})}</span></td></tr>;
          })}
          <tr><td>{t('holder.documents')}</td><td class="wrap">{documents(r.documents_a)}</td><td class="wrap">{documents(r.documents_b)}</td><td /></tr>
        </tbody>
      </table>
    </div>
  );
}

function Decide({ event, path, etag, onClose }: { event: 'same' | 'different'; path: string; etag: string | undefined; onClose: () => void }) {
  const [proof, setProof] = useState(noProof);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const name = word('pair_event', event);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await act(path, etag, event, { ...proof });
    setBusy(false);
    setProblem(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{name}</h1>
        <p class="soft">{t(event === 'same' ? 'duplicate.same.text' : 'duplicate.different.text')}</p>
        <div class="fields"><ProofFields value={proof} onChange={setProof} problem={problem} /></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{name}</button></div>
      </form>
    </Dialog>
  );
}

export function DuplicatePage({ id }: { id: string }) {
  const path = `/duplicates/${id}`;
  const { data: p, etag, problem, reload } = useResource<DuplicatePair>(path);
  useWhere({ name: t('nav.duplicates'), path: '/duplicates' }, { name: p ? `…${p.holder_a.slice(-6)} · …${p.holder_b.slice(-6)}` : '…' });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const saying = {
    group: 'pair_event', reasons: [], grave: new Set<string>(), text: () => null,
    forms: {
      same: (close: () => void) => <Decide event="same" path={path} etag={etag} onClose={close} />,
      different: (close: () => void) => <Decide event="different" path={path} etag={etag} onClose={close} />,
    },
  };
  return (
    <>
      <Head title={t('duplicate.title')}><State state={p.state} group="pair_state" tone={p.state === 'open' ? 'wait' : 'gone'} /><span>{t('duplicate.found')} <When at={p.found_at} /></span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('duplicate.why')}><ul>{p.rules.map((r) => <li key={r}><b>{word('rule', r)}</b></li>)}</ul><p class="meta">{t('duplicate.rules.text')}</p></Group>
          {has('compliance_officer')
            ? <ReadOnce<DuplicateReview> title={t('duplicate.review')} path={`${path}/reviews`} act={t('duplicate.review.act')} text={t('duplicate.review.text')} show={(r) => <SideBySide of={r} pair={p} />} />
            : <p class="soft">{t('duplicate.review.not.yours')}</p>}
          <Group title={t('duplicate.records')}><ul class="links">{[p.holder_a, p.holder_b].map((h) => <li key={h}><span class="mono">…{h.slice(-6)}</span><a href={`/persons/${h}`}>{t('act.open')}</a></li>)}</ul></Group>
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={p.next_events} saying={saying} /></Group>
          {p.decided_at && <Group title={t('request.decided')}><Facts of={[[word('pair_state', p.state), <><When at={p.decided_at} /> {p.decided_by?.display_name}</>]]} /></Group>}
          <Group title={t('page.timeline')}><Timeline of={p.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
