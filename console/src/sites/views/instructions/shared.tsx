// What the pages of instructions share: who speaks for whom, how an instruction reads in a line, what an answer came to.
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import { Group } from '../../../ui/page';
import { Due, State, When } from '../../../ui/state';
import type { Column } from '../../../ui/table';
import type { Instruction, InstructionList, InstructionOutcome } from '../../types_instructions';

export const refresh = () => stale((p) => p.startsWith('/instruction') || p.startsWith('/provider-channels'));
// People of this house see all providers; a provider's people their own alone.
export const ofHouse = (): boolean => has('operator', 'auditor', 'supervisor', 'examiner', 'decider', 'confirmer', 'security_decider', 'security_confirmer', 'appeal_officer');
export const speaks = (): boolean => has('partner_user', 'operator');

export function Standing({ of: i }: { of: Instruction }) {
  const put = i.hitch && !i.settled_at;
  return <>{put ? <State state={i.hitch!} group="instruction.hitch" tone="stop" /> : <State state={i.state} group="instruction.state" />}{i.late && !put && <> <span class="late">{t('instructions.late')}</span></>}</>;
}

export function NextDue({ of: i }: { of: Instruction }) {
  if (i.state === 'waiting') return <Due at={i.acknowledge_by} />;
  if (i.state === 'acknowledged') return <Due at={i.execute_by} />;
  return <When at={i.state_since} />;
}

export function columns(): Column<Instruction>[] {
  return [
    { name: t('instructions.key'), cell: (i) => <a class="cover num" href={`/instructions/${i.id}`}>{i.key}</a> },
    { name: t('instructions.do'), cell: (i) => <>{word('instruction.do', i.action)}{i.urgent && <> <span class="due-soon">{t('instructions.urgent')}</span></>}</> },
    { name: t('order.scope'), cell: (i) => i.scope?.value || <span class="soft">{t('order.sealed')}</span> },
    ...(ofHouse() ? [{ name: t('instructions.provider'), class: 'hide-narrow', cell: (i: Instruction) => i.provider.name }] : []),
    { name: t('case.ground'), class: 'hide-narrow', cell: (i) => word('ground', i.ground) },
    { name: t('list.state'), cell: (i) => <Standing of={i} /> },
    { name: t('list.due'), class: 'hide-narrow', cell: (i) => <NextDue of={i} /> },
  ];
}

// On the page of an order that a provider carries out.
export function OfOrder({ number: order }: { number: string }) {
  const { data } = useResource<InstructionList>(ofHouse() || has('partner_user') ? `/instructions?q=${encodeURIComponent(order)}` : null);
  if (!data || data.items.length === 0) return null;
  return (
    <Group title={t('nav.instructions')}>
      <ul class="links">{data.items.map((i) => <li key={i.id}><a href={`/instructions/${i.id}`} class="num">{i.key}</a><span>{word('instruction.do', i.action)}</span><Standing of={i} /></li>)}</ul>
    </Group>
  );
}

export function OutcomeReport({ of }: { of: InstructionOutcome }) {
  return (
    <div role="status" class={of.refused ? 'tell wait' : 'tell'}>
      <b>{t('instructions.outcome', { done: number(of.done), already: number(of.already), refused: number(of.refused) })}</b>
      {of.faults.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t('instructions.faults')}>
          <table>
            <thead><tr><th class="right">{t('import.line')}</th><th>{t('instructions.key')}</th><th>{t('import.field')}</th><th>{t('import.sentence')}</th></tr></thead>
            <tbody>{of.faults.slice(0, 200).map((f, n) => <tr key={n}><td class="right num">{f.line ?? ''}</td><td class="num">{f.instruction}</td><td><code>{f.field}</code></td><td>{f.sentence}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}
