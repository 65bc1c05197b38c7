// The document's number: typed alone, or with its machine-readable zone, whose check digits find slips and which fills in
// what comes next.
import { useState } from 'preact/hooks';
import { now } from '../api';
import { documentNumber, kindOf } from '../checks/fields';
import { dayOf, readMrz, type Fault } from '../checks/mrz';
import type { Draft, Wrong } from '../draft';
import { t, told } from '../words';
import { Text } from './parts';

type Set = (fields: Record<string, string>) => void;

function Slip({ fault }: { fault: Fault }) {
  return (
    <li>
      {fault.line > 0 && <b>{t('number.mrz.where', { line: fault.line, first: fault.first, last: fault.last })}: </b>}
      {told('fault', fault.code)}
      {fault.readings.length > 0 && <> <span class="mono">{t('number.mrz.maybe', { text: fault.readings.join(' / ') })}</span></>}
    </li>
  );
}

// What the zone says, as fields of the form. Of names the document's own letters count: they are asked for all the same.
function filled(text: string): Record<string, string> | null {
  const { zone, faults } = readMrz(text, dayOf(now()));
  if (!zone || faults.length) return null;
  const fields: Record<string, string> = { document_number: zone.number, document_expires_on: zone.expiryDate };
  if (/^[A-Z]{3}$/.test(zone.issuer)) fields['document_country'] = zone.issuer;
  if (zone.issuer === 'D') fields['document_country'] = 'DEU';
  if (/^\d{4}-\d{2}-\d{2}$/.test(zone.birthDate)) fields['birth_date'] = zone.birthDate;
  fields['name'] = [zone.secondary, zone.primary].filter(Boolean).join(' ');
  return fields;
}

export function Number({ draft, wrong, set }: { draft: Draft; wrong: Wrong; set: Set }) {
  const [zone, setZone] = useState('');
  const f = (name: string): string => draft.fields[name] ?? '';
  const kind = kindOf(f('document_kind')), plain = zone.trim();
  const report = plain.length > 20 ? readMrz(plain, dayOf(now())) : null;
  const type = (text: string): void => {
    setZone(text);
    const fields = filled(text);
    if (fields) set(draft.corrects ? { document_number: fields['document_number']!, document_country: fields['document_country'] ?? f('document_country'), document_expires_on: fields['document_expires_on']! } : fields);
  };
  const fits = kind?.identifier && f('document_number').length >= 18 && documentNumber(kind.name, f('document_number')) === '' ? t('number.fits') : undefined;
  const early = kind?.identifier && f('document_number').replace(/\s/g, '').length >= 18 ? documentNumber(kind.name, f('document_number')) : '';
  return (
    <>
      {kind?.mrz && (
        <>
          <Text name="mrz" label={t('number.mrz')} hint={t('number.mrz.hint')} value={zone} rows={3} capital onInput={type} />
          {report && report.faults.length === 0 && report.zone && <p class="note good" role="status">{t('number.mrz.read', { name: [report.zone.secondary, report.zone.primary].filter(Boolean).join(' ') })}</p>}
          {report && report.faults.length > 0 && <ul class="slips" role="status">{report.faults.map((x) => <Slip fault={x} key={x.field + x.code} />)}</ul>}
          <h2 class="or">{t('number.or')}</h2>
        </>
      )}
      <Text name="document_number" label={t('field.document_number')} value={f('document_number')} fault={wrong['document_number'] ?? (early || undefined)} note={fits} capital onInput={(v) => set({ document_number: v })} />
      {!kind?.country && <Text name="document_country" label={t('field.document_country')} hint={t('number.country.hint')} value={f('document_country')} fault={wrong['document_country']} capital width="6em" onInput={(v) => set({ document_country: v.toUpperCase() })} />}
      {(kind?.expires || f('document_expires_on') || kind?.mrz) && <Text name="document_expires_on" label={t('field.document_expires_on')} hint={kind?.expires ? '2030-12-31' : t('number.expires.hint')} value={f('document_expires_on')} fault={wrong['document_expires_on']} width="9em" onInput={(v) => set({ document_expires_on: v })} />}
    </>
  );
}
