// A visit as evidence: from where, over which hops, and what the text showed, in its context.
import { t, word } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import type { Test } from '../types';
import { Facts } from '../../ui/page';
import { When } from '../../ui/state';
import { Browser } from './browser';
import { HopGraph } from './hop_graph';
import { Picture } from './picture';

export function Hops({ of }: { of: Test['hops'] }) {
  if (!of?.length) return <p class="meta">{t('visit.hops.none')}</p>;
  return (
    <ol class="hops">
      {of.map((h) => (
        <li key={h.seq}>
          <span class="n num">{h.seq}</span>
          <div>
            <div class="url">{h.url}</div>
            <div class="meta">{[h.address, h.content_type, h.body_bytes ? bytes(h.body_bytes) : '', `${number(h.took_ms)} ms`, h.truncated && t('visit.truncated')].filter(Boolean).join(' · ')}</div>
            {h.error && <div class="late">{h.error.replaceAll('_', ' ')}</div>}
          </div>
          <span class="num meta">{h.status || '–'} {word('hop', h.kind)}</span>
        </li>
      ))}
    </ol>
  );
}

export function Hits({ of }: { of: Test['hits'] }) {
  if (!of?.length) return <p class="meta">{t('visit.hits.none')}</p>;
  return (
    <ul class="hits">
      {of.map((h) => (
        <li key={h.seq} class={h.damped ? 'damped' : ''}>
          <div class="ctx" tabIndex={0}>{h.before}<mark>{h.match}</mark>{h.after}</div>
          <div class="meta">{[word('ground', h.ground), h.bundle.slice(0, 12), h.language, t('visit.weight', { w: h.weight.toFixed(2) }), h.spelling && word('spelling', h.spelling), h.damped && word('damped', h.damped)].filter(Boolean).join(' · ')}</div>
        </li>
      ))}
    </ul>
  );
}

// Words that the first vantage was not shown. Chinese is compared letter by letter.
function Diff({ of, against }: { of: string; against: string }) {
  const cut = (text: string): string[] => text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+|\s+/gu) ?? [];
  const known = new Set(cut(against));
  return <>{cut(of).map((w, i) => (w.trim() === '' || known.has(w) ? w : <mark key={i}>{w}</mark>))}</>;
}

// What each vantage saw, side by side: the first visit of each, the scored one marked.
export function Vantages({ of, cloaked }: { of: Test['vantages']; cloaked?: boolean }) {
  if (!of?.length) return null;
  const first = of.filter((v, i) => of.findIndex((w) => w.name === v.name) === i);
  return (
    <div class="group">
      <h3>{t('visit.vantages')}</h3>
      <p class={cloaked ? 'late' : 'meta'}>{t(cloaked ? 'visit.cloaked' : 'visit.alike', { n: number(of.length) })}</p>
      <div class="vantages" tabIndex={0} role="group" aria-label={t('visit.vantages')}>
        {first.map((v) => (
          <section key={v.seq} class={v.difference > 0 ? 'differs' : ''}>
            <h4>{word('vantage', v.name)}{v.scored && <span class="meta"> · {t('visit.scored')}</span>}</h4>
            <div class="meta" title={v.user_agent}>{[v.error ? v.error.replaceAll('_', ' ') : number(v.status), bytes(v.text_bytes), v.exit !== 'default' && v.exit, v.referrer].filter(Boolean).join(' · ')}</div>
            {v.difference > 0 && <div class="late">{v.reasons.map((r) => t('visit.differs', { what: word('difference', r.code), by: number(Math.round(r.between * 100)), own: number(Math.round(r.natural * 100)) })).join(' ')}</div>}
            <div class="url">{v.final_url}</div>
            <strong class="excerpt">{v.title}</strong>
            <p class="soft excerpt">{v.difference > 0 ? <Diff of={v.excerpt} against={first[0]!.excerpt} /> : v.excerpt}</p>
          </section>
        ))}
      </div>
    </div>
  );
}

// What became of the page's pictures. No picture is shown here: a machine has looked, and says what it saw.
export function Pictures({ of }: { of: Test['pictures'] }) {
  if (!of?.length) return <p class="meta">{t('visit.pictures.none')}</p>;
  return (
    <ul class="hits">
      {of.map((p) => (
        <li key={p.seq} class={p.outcome === 'looked' || p.outcome === 'dropped' ? '' : 'damped'}>
          <div class="ctx mono wrap" tabIndex={0}>{p.url}</div>
          {p.known.map((k) => <div class="late" key={k.list_id}>{t('visit.picture.known', { list: k.list, n: k.distance })} · {word('ground', k.kind === 'harmless' ? 'none' : k.kind)}{k.put_aside ? ` · ${t('visit.picture.aside')}` : ''}</div>)}
          <div class="meta">{[
            p.outcome === 'dropped' ? t('visit.picture.dropped') : p.outcome === 'looked' ? '' : t('visit.picture.not', { why: p.outcome.replaceAll('_', ' ') }),
            p.width > 0 && `${p.format} ${p.width}×${p.height}`, p.bytes > 0 && bytes(p.bytes),
            p.explicit !== null && t('visit.picture.explicit', { p: Math.round(p.explicit * 100) }), p.lifted && t('visit.picture.lifted'), p.kept && t('visit.picture.kept'),
          ].filter(Boolean).join(' · ')}</div>
        </li>
      ))}
    </ul>
  );
}

// `current`: the one that the page's keys are about. `gone`: its evidence was destroyed.
export function Visit({ test, blurred, current = true, gone = false }: { test: Test; blurred: boolean; current?: boolean; gone?: boolean }) {
  const v = test.vantage;
  return (
    <div class={blurred ? 'stack blurred' : 'stack'}>
      <Facts of={[
        [t('visit.url'), <span class="mono wrap">{test.url}</span>],
        [t('visit.final'), test.final_url !== test.url && <span class="mono wrap">{test.final_url}</span>],
        [t('visit.at'), <When at={test.started_at} />],
        [t('visit.as'), v?.user_agent && <span class="soft">{v.user_agent}</span>],
        [t('visit.from'), [v?.exit_address, v?.resolver, v?.resolver_answer?.join(', ')].filter(Boolean).join(' · ')],
        [t('visit.robots'), test.robots],
        [t('visit.sealed'), test.evidence_sha256 && <>{!gone && <a href={`/api/tests/${test.id}/evidence`} download>WARC</a>} <span class="mono wrap">{test.evidence_sha256}</span></>],
        [t('visit.entry'), test.ledger_index !== null && test.ledger_index !== undefined && <a href={`/ledger?entry=${test.ledger_index}`}>{t('timeline.entry', { n: test.ledger_index })}</a>],
      ]} />
      <Vantages of={test.vantages} cloaked={test.cloaked} />
      <div class="group"><h3>{t('browser.shot.title')}</h3><Picture key={test.id} test={test} current={current} covered={blurred} /></div>
      <Browser test={test} />
      <div class="group"><h3>{t('visit.hops')}</h3><HopGraph of={test.hops} /><Hops of={test.hops} /></div>
      <div class="group"><h3>{t('visit.hits')}</h3><Hits of={test.hits} /></div>
      <div class="group"><h3>{t('visit.pictures')}</h3><Pictures of={test.pictures} /></div>
    </div>
  );
}
