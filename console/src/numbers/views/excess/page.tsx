// One person beyond the cap: which lines there are, and what the person chose. At the desk the person knows their own
// numbers by their first and last digits.
import { useState } from 'preact/hooks';
import { put, stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Excess } from '../../types';
import { Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { fault, Loading, Problem } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';

// How many more may be kept; below nothing: too many are.
export const left = (cap: number, kept: number): number => cap - kept;

function Choice({ of: e, path, etag }: { of: Excess; path: string; etag: string | undefined }) {
  const [keep, setKeep] = useState(new Set(e.lines.filter((l) => l.keep === true).map((l) => l.holding_id)));
  const [reference, setReference] = useState('');
  const { busy, problem, ask } = useAsking();
  const may = has('registrar') && e.state !== 'settled';
  const rest = left(e.cap, keep.size);
  const toggle = (id: string) => {
    const next = new Set(keep);
    if (!next.delete(id)) next.add(id);
    setKeep(next);
  };
  async function send(event: Event) {
    event.preventDefault();
    const answer = await ask<Excess>(`${path}/choices`, { body: { keep: [...keep], reference }, ifMatch: etag });
    if (answer.ok) {
      put(path, answer.data, answer.etag);
      stale((p) => p.startsWith('/excesses?') || p.startsWith('/lines'));
    } else if (answer.status === 412) stale((p) => p === path);
  }
  return (
    <form class="fields" onSubmit={(event) => void send(event)}>
      <div class="scroll">
        <table>
          <thead><tr>{may && <th class="pick">{t('excess.keep')}</th>}<th>{t('line.number')}</th><th>{t('list.state')}</th><th class="hide-narrow">{t('line.from')}</th><th>{t('excess.what')}</th></tr></thead>
          <tbody>
            {e.lines.map((l) => (
              <tr key={l.holding_id}>
                {may && <td class="pick"><input type="checkbox" aria-label={t('excess.keep.one', { number: l.msisdn_masked })} checked={keep.has(l.holding_id)} onChange={() => toggle(l.holding_id)} /></td>}
                <td><a class="num" href={`/lines/${l.line_id}`}>{l.msisdn_masked.replaceAll('*', '•')}</a></td>
                <td><State state={l.state} group="line_state" /></td>
                <td class="hide-narrow"><When at={l.from} /></td>
                <td>{l.keep === null ? <span class="meta">{t('excess.open')}</span> : t(l.keep ? 'excess.stays' : 'excess.closes')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {may && (
        <>
          <p role="status" class={rest < 0 ? 'late' : 'soft'}>{rest < 0 ? t('excess.too.many', { n: number(-rest) }) : t('excess.left', { n: number(rest) })}</p>
          <Field label={t('excess.reference')} hint={t('line.reason.code.hint')} fault={fault(problem, 'reference')}><input required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} value={reference} onInput={(event) => setReference(event.currentTarget.value.trim())} /></Field>
          <p class="tell wait">{t('excess.choose.text', { n: number(e.lines.length - keep.size) })}</p>
          <Problem problem={problem} />
          <div><button class="primary" disabled={busy || rest < 0 || keep.size === 0}>{t('excess.choose')}</button></div>
        </>
      )}
    </form>
  );
}

export function ExcessPage({ id }: { id: string }) {
  const path = `/excesses/${id}`;
  const { data: e, etag, problem, reload } = useResource<Excess>(path);
  useWhere({ name: t('nav.excess'), path: '/excess' }, { name: e ? `…${e.holder_id.slice(-6)}` : '…' });
  if (!e) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <Head title={t('excess.title', { n: number(e.held), cap: number(e.cap) })}>
        <State state={e.state} group="excess_state" tone={e.state === 'settled' ? 'good' : 'wait'} />{e.state === 'open' && <span>{t('excess.choose.in')} <Due at={e.due_at} /></span>}
      </Head>
      <div class="columns">
        <div class="stack"><Group title={t('excess.lines')}><Choice key={etag} of={e} path={path} etag={etag} /></Group></div>
        <div class="stack">
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('holder.one'), <a href={`/persons/${e.holder_id}`}>{t('line.holder.open')}</a>],
              [t('line.kind'), word('line_kind', e.kind)],
              [t('duplicate.found'), <When at={e.found_at} />],
              [t('excess.chosen'), e.chosen_at && <><When at={e.chosen_at} /> {e.chosen_by?.display_name}</>],
              [t('excess.reference'), e.reference],
            ]} />
          </Group>
          <Group title={t('page.timeline')}><Timeline of={e.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
