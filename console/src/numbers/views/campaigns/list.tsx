// Campaigns of registering again, newest first.
import { useState } from 'preact/hooks';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import { number } from '../../../i18n/format';
import type { CampaignSummary } from '../../types';
import { Head, useWhere } from '../../../ui/page';
import { State, When } from '../../../ui/state';
import { Table } from '../../../ui/table';
import { NewCampaign } from './new';

// The deadline that comes next, of all waves.
export function nextDeadline(c: CampaignSummary): string | null {
  const now = Date.now();
  return c.waves.map((w) => w.deadline).filter((d) => new Date(d).getTime() > now).sort()[0] ?? null;
}

export function Campaigns() {
  useWhere({ name: t('nav.campaigns') });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Head title={t('nav.campaigns')} acts={has('operator') && <button onClick={() => setAdding(true)}>{t('campaign.new')}</button>}>{t('campaigns.text')}</Head>
      <Table<CampaignSummary>
        path="/campaigns?limit=100"
        id={(c) => c.id}
        open={(c) => `/campaigns/${c.id}`}
        empty={<><h2>{t('campaigns.empty')}</h2><p>{t('campaigns.empty.do')}</p></>}
        columns={[
          { name: t('campaign.name'), cell: (c) => <a class="cover" href={`/campaigns/${c.id}`}>{c.name}</a> },
          { name: t('list.state'), cell: (c) => <State state={c.state} group="campaign_state" tone={c.state === 'running' ? 'good' : undefined} /> },
          { name: t('list.since'), class: 'hide-narrow', cell: (c) => <When at={c.state_since} /> },
          { name: t('campaign.waves'), class: 'right hide-narrow', cell: (c) => <span class="num">{number(c.waves.length)}</span> },
          { name: t('campaign.deadline.next'), cell: (c) => <When at={nextDeadline(c)} /> },
          { name: t('campaign.law'), class: 'hide-narrow', cell: (c) => c.law },
        ]}
      />
      {adding && <NewCampaign onClose={() => setAdding(false)} />}
    </>
  );
}
