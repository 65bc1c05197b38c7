// For the host that carries an order out: what its abuse desk reads (XARF v4).
import { t } from '../../../i18n';
import { useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem } from '../../../ui/problem';
import { save } from '../../../ui/save';
import type { Order } from '../../types';

export function Xarf({ of: o }: { of: Order }) {
  const { busy, problem, ask } = useAsking();
  async function take() {
    const answer = await ask<Blob>(`/orders/${o.id}/xarf`, { file: true });
    if (answer.data) save(answer.data, `${o.number}.xarf.json`);
  }
  return (
    <Group title={t('xarf.title')}>
      <p class="soft">{t('xarf.text')}</p>
      <div><button disabled={busy} onClick={() => void take()}>{t('xarf.take')}</button></div>
      <Problem problem={problem} />
    </Group>
  );
}
