// A person: documents by their kind, lines, and who read what about them and why. Name and numbers are not on the page:
// they are read for a purpose, and each reading is recorded.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { date, number } from '../../../i18n/format';
import type { Holder, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import { Timeline } from '../../../ui/timeline';
import { Msisdn } from '../../ui/number';
import { AskCorrection } from '../corrections/ask';
import { ReadPerson } from './read';

function PlaceHold({ holder, onClose }: { holder: string; onClose: () => void }) {
  const [reference, setReference] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`/holders/${holder}/legal-holds`, { body: { reference: reference.trim() } });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    stale((p) => p === `/holders/${holder}`);
    onClose();
  }
  return (
    <Dialog title={t('hold.place')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('hold.place')}</h1>
        <p class="soft">{t('hold.text')}</p>
        <div class="fields"><Field label={t('hold.reference')} hint={t('line.reason.code.hint')} fault={fault(problem, 'reference')}><input required maxLength={64} pattern="[A-Za-z0-9._:\-]{1,64}" value={reference} onInput={(e) => setReference(e.currentTarget.value)} /></Field></div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('hold.place')}</button></div>
      </form>
    </Dialog>
  );
}

function Documents({ of }: { of: Holder }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('holder.documents')}><table>
      <thead><tr><th>{t('find.kind')}</th><th>{t('find.country')}</th><th>{t('document.expires')}</th><th class="hide-narrow">{t('document.evidence')}</th><th class="hide-narrow">{t('document.added')}</th></tr></thead>
      <tbody>
        {of.documents.map((d) => (
          <tr key={d.id}>
            <td>{word('document', d.kind)}</td><td>{d.country}</td><td>{d.expires_on ? date(d.expires_on) : <span class="meta">{t('document.no.end')}</span>}</td>
            <td class="hide-narrow wrap">{word('evidence', d.evidence)} {d.evidence_reference && <span class="mono">{d.evidence_reference}</span>}</td><td class="hide-narrow"><When at={d.added_at} /></td>
          </tr>
        ))}
      </tbody>
    </table></div>
  );
}

function Holdings({ of }: { of: Holder }) {
  if (of.holdings.length === 0) return <p class="soft">{t('holder.lines.none')}</p>;
  const open = of.holdings.filter((h) => !h.until);
  const beyond = open.filter((h) => h.beyond_cap).length;
  return (
    <>
      {beyond > 0 && <p class="tell wait">{t('holder.beyond', { n: number(beyond) })}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={t('holder.lines')}><table>
        <thead><tr><th>{t('line.number')}</th><th>{t('list.state')}</th><th>{t('line.from')}</th><th class="hide-narrow">{t('line.until')}</th><th class="right hide-narrow">{t('line.slot')}</th></tr></thead>
        <tbody>
          {[...open, ...of.holdings.filter((h) => h.until)].map((h) => (
            <tr key={h.id}>
              <td><a class="cover" href={`/lines/${h.line_id}`}>{h.line ? <Msisdn of={h.line} /> : t('act.open')}</a></td>
              <td>{h.until ? <State state="ended" group="holding" tone="gone" /> : h.line && <State state={h.line.state} group="line_state" />}</td>
              <td><When at={h.from} /></td>
              <td class="hide-narrow"><When at={h.until} /></td>
              <td class="right num hide-narrow">{h.beyond_cap ? <State state="beyond_cap" group="holding" tone="stop" /> : t('line.slot.of', { n: number(h.slot), cap: number(h.cap) })}</td>
            </tr>
          ))}
        </tbody>
      </table></div>
    </>
  );
}

export function HolderPage({ id }: { id: string }) {
  const { data: h, problem, reload } = useResource<Holder>(`/holders/${id}`);
  const [holding, setHolding] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  const title = h ? t('holder.title', { category: word('category', h.category), id: h.id.slice(-6) }) : '…';
  useWhere({ name: t('nav.persons'), path: '/persons' }, { name: title });
  if (!h) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const fields = ['name', 'birth_date', 'address', ...h.documents.map((d) => d.field)];
  return (
    <>
      <Head title={title} acts={!h.destroyed_at && <>{has('registrar', 'compliance_officer') && <button onClick={() => setCorrecting(true)}>{t('correction.ask')}</button>}{has('compliance_officer') && <button onClick={() => setHolding(true)}>{t('hold.place')}</button>}</>}>
        {h.destroyed_at ? <State state="destroyed" group="holding" tone="gone" /> : <span>{t('holder.since')} <When at={h.created_at} /></span>}
      </Head>
      <div class="columns">
        <div class="stack">
          <Facts of={[
            [t('holder.same'), h.same_as && <a href={`/persons/${h.same_as}`}>{t('act.open')}</a>],
            [t('holder.guardian'), h.guardian_id && <a href={`/persons/${h.guardian_id}`}>{t('act.open')}</a>],
            [t('nav.registrations'), <a href={`/registrations?holder=${h.id}`}>{t('act.open')}</a>],
            [t('nav.corrections'), <a href={`/corrections?holder=${h.id}`}>{t('act.open')}</a>],
          ]} />
          <Group title={t('holder.lines')}><Holdings of={h} /></Group>
          <Group title={t('holder.documents')}><Documents of={h} /></Group>
          {has('registrar', 'compliance_officer') && !h.destroyed_at && <ReadPerson holder={h.id} fields={fields} />}
        </div>
        <div class="stack">
          <Group title={t('holder.readings')}><p class="meta">{t('holder.readings.text')}</p><Timeline of={h.readings} /></Group>
          <Group title={t('page.timeline')}><Timeline of={h.timeline} /></Group>
        </div>
      </div>
      {correcting && <AskCorrection of={h} onClose={() => setCorrecting(false)} />}
      {holding && <PlaceHold holder={h.id} onClose={() => setHolding(false)} />}
    </>
  );
}
