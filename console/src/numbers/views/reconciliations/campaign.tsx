// A campaign of what differs: a draft about the lines that nobody has verified among them. Another person approves it.
import { stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { Campaign } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { dayOf, midnight } from '../dealers/contract';

const day = 86_400_000;

export function NewCampaign({ source, kind, count, onClose }: { source: string; kind: string; count: number; onClose: () => void }) {
  const { busy, problem, ask } = useAsking();
  const later = (days: number) => dayOf(new Date(Date.now() + days * day).toISOString());
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries(new FormData(e.currentTarget as HTMLFormElement)) as Record<string, string>;
    const answer = await ask<Campaign>('/campaigns', {
      body: {
        name: typed['name'], sender: typed['sender'], place: typed['place'],
        cohort: { differs_from: source, differences: [kind] },
        waves: [{ name: word('difference', kind), invite_at: midnight(typed['invite']!), deadline: midnight(typed['deadline']!) }],
      },
    });
    if (!answer.data) return;
    stale((p) => p.startsWith('/campaigns'));
    go(`/campaigns/${answer.data.id}`);
  }
  return (
    <Dialog title={t('reconciliation.campaign')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('reconciliation.campaign')}</h1>
        <p class="soft">{t('reconciliation.campaign.text', { n: number(count), kind: word('difference', kind) })}</p>
        <div class="fields">
          <Field label={t('campaign.name')} fault={fault(problem, 'name')}><input name="name" required maxLength={100} defaultValue={`${word('register', source)}: ${word('difference', kind)}`.slice(0, 60)} /></Field>
          <div class="two">
            <Field label={t('campaign.sender')} fault={fault(problem, 'sender')}><input name="sender" required maxLength={30} /></Field>
            <Field label={t('campaign.place')} fault={fault(problem, 'place')}><input name="place" required maxLength={100} /></Field>
          </div>
          <div class="two">
            <Field label={t('wave.invite')} fault={fault(problem, 'waves[0].invite_at')}><input name="invite" type="date" required defaultValue={later(3)} /></Field>
            <Field label={t('wave.deadline')} fault={fault(problem, 'waves[0].deadline')}><input name="deadline" type="date" required defaultValue={later(90)} /></Field>
          </div>
        </div>
        <p class="meta">{t('wave.terms')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('reconciliation.campaign.act')}</button></div>
      </form>
    </Dialog>
  );
}
