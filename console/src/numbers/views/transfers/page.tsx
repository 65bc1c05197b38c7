// One transfer: both parties, what each agreed to, how the receiver is verified, and the clock.
import { useState } from 'preact/hooks';
import { put, stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import type { Transfer } from '../../types';
import { Diagram } from '../../../ui/diagram';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem, fault } from '../../../ui/problem';
import { Due, State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { CodeSteps } from '../../ui/code_steps';
import { Masked } from '../../ui/number';
import { ReadPerson } from '../persons/read';
import { transferTone } from './list';

const sides = ['giver', 'receiver'] as const;

function Agree({ of: x, side, path, onClose }: { of: Transfer; side: string; path: string; onClose: () => void }) {
  const [way, setWay] = useState(''), [reference, setReference] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Transfer>(`${path}/consents`, { body: { side, consent: x.consent_text, given_by: way, reference } });
    if (!answer.ok) return;
    put(path, answer.data, answer.etag);
    stale((p) => p.startsWith('/transfers?') || p.startsWith('/lines'));
    onClose();
  }
  return (
    <Dialog title={t('transfer.agree', { side: word('side', side) })} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('transfer.agree', { side: word('side', side) })}</h1>
        <p class="soft">{t('transfer.agree.text', { text: x.consent_text })}</p>
        <div class="fields">
          <Field label={t('transfer.way')} fault={fault(problem, 'given_by')}><select required value={way} onChange={(e) => setWay(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{['signature', 'one_time_code', 'letter'].map((w) => <option value={w} key={w}>{word('given_by', w)}</option>)}</select></Field>
          <Field label={t('proof.reference')} hint={t('line.reason.code.hint')} fault={fault(problem, 'reference')}><input required pattern="[A-Za-z0-9._:\-]{1,64}" maxLength={64} value={reference} onInput={(e) => setReference(e.currentTarget.value.trim())} /></Field>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('transfer.agree.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function TransferPage({ id }: { id: string }) {
  const path = `/transfers/${id}`;
  const { data: x, etag, problem, reload } = useResource<Transfer>(path);
  const [agreeing, setAgreeing] = useState<string | null>(null);
  const number = x?.line?.msisdn_masked.replaceAll('*', '•') ?? '';
  useWhere({ name: t('nav.transfers'), path: '/transfers' }, { name: x ? number : '…' });
  if (!x) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const saying = { group: 'transfer_event', reasons: ['withdrawn', 'holder_asked', 'fraud_suspected'], grave: new Set(['deny', 'withdraw']), text: (event: string) => (event === 'withdraw' ? t('transfer.withdraw.text') : null) };
  return (
    <>
      <Head title={t('transfer.title', { number })}>
        <State state={x.state} group="transfer_state" tone={transferTone(x.state)} /><span>{t('page.since')} <When at={x.state_since} /></span>{x.state === 'asked' && <Due at={x.due_at} />}
      </Head>
      <div class="columns">
        <div class="stack">
          <Diagram rows={[['asked', 'completed'], ['refused', 'lapsed', 'withdrawn']]} now={x.state} next={[]} group="transfer_state" />
          {x.reasons.length > 0 && <div class="tell wait"><ul>{x.reasons.map((r) => <li key={r}>{word('reason', r)}</li>)}</ul></div>}
          <Group title={t('transfer.parties')}>
            <ol class="signers">
              {sides.map((side) => {
                const c = x.consents.find((given) => given.side === side);
                return (
                  <li key={side}>
                    <span class={c ? 'mark yes' : 'mark'}>{c ? '✓' : ''}</span>
                    <div>
                      <b>{word('side', side)}</b> · <a href={`/persons/${side === 'giver' ? x.giver_id : x.receiver_id}`}>{t('line.holder.open')}</a>
                      <div class="meta">{c ? <>{word('given_by', c.given_by)} {c.reference} · <When at={c.at} /> · {c.taken_by?.display_name}</> : t('transfer.not.agreed')}</div>
                      {!c && x.state === 'asked' && has('registrar') && <button class="small" onClick={() => setAgreeing(side)}>{t('transfer.agree.act')}</button>}
                    </div>
                  </li>
                );
              })}
            </ol>
            <p class="meta">{x.verified_at ? <>{t('transfer.verified')} <When at={x.verified_at} /></> : t('transfer.unverified')}</p>
          </Group>
          <Group title={t('line.facts')}>
            <Facts of={[
              [t('line.one'), x.line && <a href={`/lines/${x.line.id}`}><Masked of={x.line} /></a>],
              [t('transfer.method'), word('transfer_method', x.method)],
              [t('holder.category'), word('category', x.category)],
              [t('registration.dealer'), x.dealer_name && <a href={`/dealers/${x.dealer_id}`}>{x.dealer_name}</a>],
              [t('registration.place'), x.place],
              [t('registration.by'), x.captured_by?.display_name],
            ]} />
          </Group>
          {has('registrar', 'compliance_officer') && x.state === 'asked' && x.method === 'manual' && !x.verified_at && <ReadPerson holder={x.receiver_id} fields={['name', 'birth_date', 'address', 'document_1']} purpose="verify_identity" />}
        </div>
        <div class="stack">
          <Group title={t('page.next')}><CodeSteps path={path} etag={etag} events={x.next_events} saying={saying} /></Group>
          <Group title={t('page.timeline')}><Timeline of={x.timeline} /></Group>
        </div>
      </div>
      {agreeing && <Agree of={x} side={agreeing} path={path} onClose={() => setAgreeing(null)} />}
    </>
  );
}
