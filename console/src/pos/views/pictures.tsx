// The camera's pictures, each made small before it is kept.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Draft, Wrong } from '../draft';
import { shrink } from '../pictures';
import type { Picture } from '../vault/seal';
import { t, told } from '../words';

const sidesOf = (kind: string): string[] => (kind === 'passport' ? ['page'] : ['front', 'back']);

function Shot({ side, picture, first, onTake }: { side: string; picture: Picture | undefined; first: boolean; onTake: (p: Picture) => void }) {
  const [wrong, setWrong] = useState('');
  const address = useMemo(() => (picture ? URL.createObjectURL(new Blob([picture.bytes], { type: 'image/jpeg' })) : ''), [picture]);
  useEffect(() => () => { if (address) URL.revokeObjectURL(address); }, [address]);
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (!file) return;
    const done = await shrink(file);
    input.value = '';
    setWrong(done.ok ? '' : done.code);
    if (done.ok) onTake({ side, bytes: done.bytes });
  };
  const name = side === 'front' ? t('pictures.front') : side === 'back' ? t('pictures.back') : t('pictures.page');
  return (
    <div class="shot">
      {address ? <img src={address} alt={name} /> : <div class="empty" aria-hidden="true">{name}</div>}
      <div>
        <b>{name}</b>
        {picture && <p class="hint">{t('pictures.size', { n: Math.ceil(picture.bytes.length / 1024) })}</p>}
        {wrong && <p class="fault" role="alert">{told('fault', wrong)}</p>}
        <label class="button second">
          {picture ? t('pictures.retake') : t('pictures.take')}
          <input id={first ? 'f-pictures' : undefined} class="unseen" type="file" accept="image/*" capture="environment" aria-label={name} onChange={(e) => void take(e.currentTarget)} />
        </label>
      </div>
    </div>
  );
}

export function Pictures({ draft, wrong, put }: { draft: Draft; wrong: Wrong; put: (pictures: Picture[]) => void }) {
  const sides = sidesOf(draft.fields['document_kind'] ?? '');
  return (
    <div class={'ask' + (wrong['pictures'] ? ' wrong' : '')}>
      {wrong['pictures'] && <p class="fault">{told('fault', wrong['pictures'])}</p>}
      {sides.map((side, i) => (
        <Shot key={side} side={side} first={i === 0} picture={draft.pictures.find((p) => p.side === side)} onTake={(p) => put([...draft.pictures.filter((x) => x.side !== side), p])} />
      ))}
    </div>
  );
}
