// Where a provider takes instructions beside these pages: its webhook with its key, and a second contact for what is late.
import { query } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { t, word } from '../../../i18n';
import { Field, useAsking } from '../../../ui/form';
import { Facts, Group, Head, useWhere } from '../../../ui/page';
import { Loading, Problem, fault } from '../../../ui/problem';
import { State, When } from '../../../ui/state';
import type { InstructionList, ProviderChannels } from '../../types_instructions';
import { Messages } from './providers';
import { refresh, speaks } from './shared';

const text = (e: SubmitEvent, name: string) => String(new FormData(e.currentTarget as HTMLFormElement).get(name) ?? '').trim();

function FileWebhook({ provider }: { provider: string | null }) {
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const answer = await ask<{ id: string }>('/provider-channels', { once: true, body: { url: text(e, 'url'), vkey: text(e, 'vkey'), ...(provider ? { provider } : {}) } });
    if (answer.ok) refresh();
  }
  return (
    <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
      <p class="soft">{t('instructions.webhook.text')}</p>
      <Field label={t('instructions.webhook.url')} fault={fault(problem, 'url')}><input name="url" type="url" required maxLength={500} placeholder="https://" /></Field>
      <Field label={t('instructions.webhook.key')} hint={t('instructions.webhook.key.hint')} fault={fault(problem, 'vkey')}><input name="vkey" required class="mono" maxLength={500} /></Field>
      <Problem problem={problem} />
      <div><button class="primary" disabled={busy}>{t('instructions.webhook.file')}</button></div>
    </form>
  );
}

function Webhook({ of, provider }: { of: ProviderChannels; provider: string | null }) {
  const { busy, problem, ask } = useAsking();
  const w = of.webhook;
  if (!w) return speaks() ? <FileWebhook provider={provider} /> : <p class="soft">{t('instructions.webhook.none')}</p>;
  async function act(event: string) {
    await ask(`/provider-channels/${w!.id}/events`, { body: { event } });
    refresh();
  }
  return (
    <>
      <Facts of={[
        [t('instructions.webhook.url'), <span class="mono wrap">{w.url}</span>],
        [t('instructions.webhook.key'), <span class="mono wrap">{w.vkey}</span>],
        [t('list.state'), <State state={w.state} group="webhook.state" tone={w.state === 'proven' ? 'good' : 'wait'} />],
        [t('instructions.webhook.proven'), w.proven_at && <When at={w.proven_at} />],
        [t('instructions.fault'), w.fault && word('instruction.fault', w.fault)],
      ]} />
      {w.state === 'filed' && <p class="soft">{t('instructions.webhook.waits')}</p>}
      {speaks() && (
        <div class="row">
          {w.state === 'filed' && <button class="primary" disabled={busy} onClick={() => void act('prove')}>{t('instructions.webhook.prove')}</button>}
          <button disabled={busy} onClick={() => void act('end')}>{t('instructions.webhook.end')}</button>
        </div>
      )}
      <Problem problem={problem} />
    </>
  );
}

function Second({ of, provider }: { of: ProviderChannels; provider: string | null }) {
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const answer = await ask('/provider-contacts', { method: 'PUT', body: { email: text(e, 'email'), language: text(e, 'language'), ...(provider ? { provider } : {}) } });
    if (answer.ok) refresh();
  }
  return (
    <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
      <p class="soft">{t('instructions.second.text')}</p>
      <Field label={t('instructions.second.email')} fault={fault(problem, 'email')}><input name="email" type="email" maxLength={254} defaultValue={of.second_contact?.email ?? ''} disabled={!speaks()} /></Field>
      <Field label={t('instructions.second.language')}><select name="language" defaultValue={of.second_contact?.language ?? 'en'} disabled={!speaks()}><option value="en">English</option><option value="zh">中文</option></select></Field>
      <Problem problem={problem} />
      {speaks() && <div><button disabled={busy}>{t('instructions.second.save')}</button></div>}
    </form>
  );
}

export function Ways({ provider }: { provider: string | null }) {
  const { data, problem, reload } = useResource<ProviderChannels>('/provider-channels' + query({ provider }));
  if (!data) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  return (
    <div class="stack">
      <Group title={t('instructions.webhook')}><Webhook of={data} provider={provider} /></Group>
      <Group title={t('instructions.second')}><Second of={data} provider={provider} /></Group>
      <Group title={t('instructions.messages')}><Messages provider={provider} state={null} /></Group>
    </div>
  );
}

// One provider, for the house.
export function ProviderWays({ id }: { id: string }) {
  const first = useResource<InstructionList>('/instructions' + query({ provider: id, limit: 1 }));
  const name = first.data?.items[0]?.provider.name ?? '…';
  useWhere({ name: t('nav.instructions'), path: '/instructions' }, { name });
  return (
    <>
      <Head title={name} acts={<a class="button" href={'/instructions' + query({ tab: 'list', provider: id })}>{t('instructions.list')}</a>} />
      <Ways provider={id} />
    </>
  );
}
