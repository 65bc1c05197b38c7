// By what a device is known, as forms ask for it.
import { t, word } from '../../../i18n';
import type { Problem } from '../../types';
import { Field } from '../../../ui/form';
import { fault } from '../../../ui/problem';

export function DeviceFields({ problem }: { problem: Problem | null }) {
  return (
    <div class="two">
      <Field label={t('thing.kind')} fault={fault(problem, 'device_kind')}><select name="device_kind">{['imei', 'eid'].map((k) => <option value={k} key={k}>{word('device_kind', k)}</option>)}</select></Field>
      <Field label={t('thing.device')} hint={t('thing.device.hint')} fault={fault(problem, 'device')}><input name="device" required inputMode="numeric" autocomplete="off" maxLength={40} /></Field>
    </div>
  );
}
