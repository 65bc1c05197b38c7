// The forms of a capture, checked without a network by the register's rules (persons/document_rules.cc,
// registration/capture_rules.cc), so that the clerk learns of a slip while the person is still there. The register checks again.
export interface Kind { name: string; identifier: 'cn_resident_id' | null; min: number; max: number; country: string; expires: boolean; foreigners: boolean; citizens: boolean; mrz: boolean }
export const kinds: Kind[] = [
  { name: 'cn_resident_id', identifier: 'cn_resident_id', min: 18, max: 18, country: 'CHN', expires: false, foreigners: false, citizens: true, mrz: false },
  { name: 'national_id', identifier: null, min: 4, max: 20, country: '', expires: false, foreigners: false, citizens: true, mrz: true },
  { name: 'passport', identifier: null, min: 5, max: 9, country: '', expires: true, foreigners: true, citizens: true, mrz: true },
  { name: 'residence_permit', identifier: null, min: 5, max: 20, country: '', expires: true, foreigners: true, citizens: false, mrz: true },
];
export const categories = ['citizen', 'foreigner', 'minor', 'organisation_user'] as const;
export const kindsFor = (category: string): Kind[] => kinds.filter((k) => (category === 'foreigner' ? k.foreigners : k.citizens));
export const kindOf = (name: string): Kind | undefined => kinds.find((k) => k.name === name);

const compact = (text: string): string => text.toUpperCase().replace(/[ .-]/g, '');
const day = /^\d{4}-\d{2}-\d{2}$/;
export function isDay(text: string): boolean {
  if (!day.test(text)) return false;
  const at = new Date(text + 'T00:00:00Z');
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

// GB 11643-1999: ISO 7064 MOD 11-2 and the date. '' : right; otherwise the code of what is wrong.
export function residentId(text: string): string {
  const number = compact(text);
  if (number.length !== 18) return 'identifier_length';
  if (!/^\d{17}[\dX]$/.test(number)) return 'identifier_character';
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(born) || Number(born.slice(0, 4)) < 1800 || Number(born.slice(0, 4)) > 2199) return 'identifier_date';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(number[i]), 0);
  return number[17] === '10X98765432'[sum % 11] ? '' : 'identifier_check_digit';
}
export const bornOf = (kind: string, number: string): string => {
  const n = compact(number);
  return kind === 'cn_resident_id' && !residentId(n) ? `${n.slice(6, 10)}-${n.slice(10, 12)}-${n.slice(12, 14)}` : '';
};

export function documentNumber(kind: string, number: string): string {
  const k = kindOf(kind);
  if (!k) return 'document_kind';
  if (k.identifier) return residentId(number);
  const plain = number.toUpperCase().replace(/ /g, '');
  return /^[A-Z0-9-]+$/.test(plain) && plain.length >= k.min && plain.length <= k.max ? '' : 'document_number';
}
export function expiry(kind: string, text: string, today: string): string {
  if (!text) return kindOf(kind)?.expires ? 'document_expiry_missing' : '';
  if (!isDay(text)) return 'document_expiry_form';
  return text < today ? 'document_expired' : '';
}
// Whole years; 29 February's are a year older on 1 March.
export function ageOn(born: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0);
}
export function birthDate(born: string, today: string, category: string, adultAge: number, documentSays: string): string {
  if (!isDay(born) || born < '1870-01-01') return 'birth_date_form';
  if (born > today) return 'birth_date_future';
  if (documentSays && documentSays !== born) return 'birth_date_differs';
  return (ageOn(born, today) < adultAge) === (category === 'minor') ? '' : 'category_age';
}
export const nameForm = (text: string): string => (text.trim().length >= 1 && text.trim().length <= 200 && !/[\x00-\x1f<>]/.test(text) ? '' : 'name_form');
export const addressForm = (text: string): string => (text.trim().length >= 1 && text.trim().length <= 300 ? '' : 'address_form');
export function msisdn(text: string): string {
  const digits = text.replace(/[ ()./-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? '' : 'phone_form';
}
export const countryForm = (text: string): string => (/^[A-Za-z]{3}$/.test(text.trim()) ? '' : 'document_country');
