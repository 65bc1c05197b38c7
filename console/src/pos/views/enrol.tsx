// Setting a device up: its key is made here and stays here; the carrier's code binds it to a person and a place.
import { useState } from 'preact/hooks';
import { enrol } from '../api';
import { enrolled, sync } from '../queue';
import { useApp } from '../state';
import { publicKey } from '../vault/device';
import { t } from '../words';
import { Errors, Question, Text } from './parts';

export function Enrol() {
  const { online, revoked } = useApp();
  const [code, setCode] = useState('');
  const [label, setLabel] = useState('');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  async function send(e: Event): Promise<void> {
    e.preventDefault();
    setBusy(true);
    setWrong('');
    const key = await publicKey().catch(() => '');
    const answer = key ? await enrol(code, key, label) : ({ ok: false, code: 'device_key' } as const);
    setBusy(false);
    if (!answer.ok) return setWrong(answer.code);
    await enrolled(answer.data.id);
    void sync();
  }
  return (
    <form noValidate onSubmit={(e) => void send(e)}>
      <Errors wrong={wrong ? { code: wrong } : {}} />
      <Question title={t('enrol.title')} text={revoked ? t('enrol.revoked') : t('enrol.text')}>
        <Text name="code" label={t('enrol.code')} hint={t('enrol.code.hint')} value={code} fault={wrong || undefined} capital width="14em" onInput={setCode} />
        <Text name="label" label={t('enrol.label')} hint={t('enrol.label.hint')} value={label} onInput={setLabel} />
        {!online && <p class="closed" role="status">{t('enrol.away')}</p>}
        <button class="button" disabled={busy || !online}>{t('enrol.act')}</button>
      </Question>
    </form>
  );
}
