// A name of the never-block list is touched: that a third person signs, and who could.
import { t, word } from '../../../i18n';
import type { ThirdSignature } from '../../types';

export function Third({ of: third, decision }: { of: ThirdSignature; decision?: string | null }) {
  const text = t(third.missing ? 'third.missing' : 'third.given', { name: third.protection.name, kind: word('never.kind', third.protection.kind) });
  return (
    <div class={third.missing ? 'tell wait' : 'tell good'}>
      <h3>{t('third.title')}</h3>
      <p>{text}</p>
      {third.missing && <p>{third.from.length > 0 ? t('third.from', { names: third.from.map((p) => p.display_name).join(', ') }) : t('third.nobody')}</p>}
      {third.missing && decision && <p><a href={`/decisions/${decision}`}>{t('third.open')}</a></p>}
      <p class="meta"><a href="/never-block">{t('never.title')}</a></p>
    </div>
  );
}
