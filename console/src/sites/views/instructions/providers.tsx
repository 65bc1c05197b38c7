// For the house: what was put before people, how far each provider is, what did not arrive.
import { query } from '../../../api/client';
import { usePlace } from '../../../app/router';
import { has } from '../../../app/session';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import { useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Chips, Table } from '../../../ui/table';
import type { Instruction, InstructionMessage, InstructionProvider } from '../../types_instructions';
import { columns, refresh } from './shared';

function Retry({ of: m }: { of: InstructionMessage }) {
  const { busy, problem, ask } = useAsking();
  if (m.state === 'sent' || !has('operator')) return null;
  async function again() {
    await ask(`/instruction-messages/${m.id}/events`, { body: { event: 'retry' } });
    refresh();
  }
  return <span class="acts"><button class="small" disabled={busy} onClick={() => void again()}>{t('instructions.retry')}</button>{problem && <span class="fault" role="alert">{problem.detail}</span>}</span>;
}

export function Providers() {
  const { query: q } = usePlace();
  const count = (name: 'waiting' | 'acknowledged' | 'executed' | 'late' | 'escalated', hide = false) => ({
    name: word('instruction.state', name),
    class: hide ? 'right hide-narrow' : 'right',
    cell: (p: InstructionProvider) => p.counts[name] ? <a class={name === 'late' || name === 'escalated' ? 'late num' : 'num'} href={'/instructions' + query({ tab: 'list', provider: p.provider.id, state: name })}>{number(p.counts[name])}</a> : <span class="soft num">0</span>,
  });
  return (
    <div class="stack">
      <Group title={t('instructions.escalated')}>
        <Table<Instruction>
          path="/instructions?state=escalated&limit=50"
          id={(i) => i.id}
          open={(i) => `/instructions/${i.id}`}
          empty={<><h3>{t('instructions.escalated.none')}</h3><p>{t('instructions.escalated.none.do')}</p></>}
          columns={columns()}
        />
      </Group>
      <Group title={t('instructions.providers')}>
        <Table<InstructionProvider>
          path="/instruction-providers?limit=100"
          id={(p) => p.provider.id}
          open={(p) => `/instructions/providers/${p.provider.id}`}
          empty={<><h3>{t('instructions.providers.none')}</h3><p>{t('instructions.none.do')}</p></>}
          columns={[
            { name: t('instructions.provider'), cell: (p) => <a class="cover strong" href={`/instructions/providers/${p.provider.id}`}>{p.provider.name}</a> },
            count('late'),
            count('escalated'),
            count('waiting', true),
            count('acknowledged', true),
            count('executed', true),
            { name: t('instructions.webhook'), class: 'hide-narrow', cell: (p) => p.webhook ? <State state={p.webhook} group="webhook.state" tone={p.webhook === 'proven' ? 'good' : 'wait'} /> : <span class="soft">{t('instructions.webhook.none')}</span> },
            { name: t('instructions.undelivered'), class: 'right hide-narrow', cell: (p) => <span class={p.messages_failed ? 'late num' : 'num soft'}>{number(p.messages_failed)}</span> },
          ]}
        />
      </Group>
      <Group title={t('instructions.messages')}>
        <div class="filters"><Chips name="message" label={t('list.by.state')} options={['queued', 'sent', 'failed'].map((s) => ({ value: s, text: word('message.state', s) }))} /></div>
        <Messages provider={null} state={q.get('message')} />
      </Group>
    </div>
  );
}

export function Messages({ provider, state }: { provider: string | null; state: string | null }) {
  return (
    <Table<InstructionMessage>
      path={'/instruction-messages' + query({ provider, state, limit: 50 })}
      id={(m) => m.id}
      empty={<p>{t('instructions.messages.none')}</p>}
      columns={[
        { name: t('instructions.sent'), cell: (m) => <When at={m.sent_at ?? m.created_at} /> },
        { name: t('instructions.provider'), cell: (m) => m.provider.name },
        { name: t('instructions.way'), cell: (m) => word('instruction.channel', m.channel) },
        { name: t('instructions.items'), class: 'right', cell: (m) => <span class="num">{number(m.items)}</span> },
        { name: t('list.state'), cell: (m) => <State state={m.state} group="message.state" tone={m.state === 'sent' ? 'good' : m.state === 'failed' ? 'stop' : 'wait'} /> },
        { name: t('instructions.attempts'), class: 'right hide-narrow', cell: (m) => <span class="num">{number(m.attempts)}</span> },
        { name: t('instructions.fault'), class: 'hide-narrow', cell: (m) => m.fault ? word('instruction.fault', m.fault) : null },
        { name: '', cell: (m) => <Retry of={m} /> },
      ]}
    />
  );
}
