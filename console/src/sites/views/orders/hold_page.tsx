// For the host of a held site: the page that it answers with (RFC 7725), and the lines of configuration that serve it.
import { useState } from 'preact/hooks';
import { query } from '../../../api/client';
import { language, t } from '../../../i18n';
import { Field } from '../../../ui/form';
import { Group } from '../../../ui/page';

export function HoldPage({ order }: { order: string }) {
  const [host, setHost] = useState('');
  const [folder, setFolder] = useState('/var/www/muster');
  const good = /^https?:\/\/[^\s"';{}<>\\$]+$/.test(host);
  const link = (as: string) => `/api/orders/${order}/hold-page` + query({ as, blocked_by: host, folder, language: language() });
  return (
    <Group title={t('hold_page.title')}>
      <p class="soft">{t('hold_page.text')}</p>
      <div class="fields">
        <Field label={t('hold_page.host')} hint={t('hold_page.host.hint')}><input type="url" placeholder="https://" value={host} onInput={(e) => setHost(e.currentTarget.value.trim())} /></Field>
        <Field label={t('hold_page.folder')}><input value={folder} onInput={(e) => setFolder(e.currentTarget.value.trim())} /></Field>
      </div>
      {good
        ? <div class="row"><a class="button" href={link('page')}>{t('hold_page.page')}</a><a class="button" href={link('nginx')}>nginx</a><a class="button" href={link('apache')}>Apache</a></div>
        : <p class="meta">{t('hold_page.first')}</p>}
    </Group>
  );
}
