// A capture while it is being made, and which question comes when. Pure but for keeping the draft, which stands sealed on
// the device until it is sent or an hour old.
import { toBase64, fromBase64 } from '../crypto/bytes';
import { addressForm, bornOf, birthDate, countryForm, documentNumber, expiry, kindOf, nameForm } from './checks/fields';
import type { Item } from './state';
import { forget, keep, recall } from './vault/local';
import type { Picture } from './vault/seal';

export type Step = 'who' | 'document' | 'number' | 'name' | 'born' | 'address' | 'guardian' | 'organisation' | 'pictures' | 'consent' | 'place' | 'line' | 'review';
export interface Draft {
  fields: Record<string, string>;
  pictures: Picture[];
  begun: string;
  corrects: Item | null;
  asked: Step[];       // of a correction: the questions whose answers were wrong
}
export interface Rules { today: string; adultAge: number; picturesMin: number; places: number }
export type Wrong = Record<string, string>; // code of what is wrong, by field

export const hourMs = 3600 * 1000;
export const fresh = (begun: string, place: string): Draft => ({ fields: { place }, pictures: [], begun, corrects: null, asked: [] });
const field = (d: Draft, name: string): string => d.fields[name] ?? '';

export function steps(d: Draft, rules: Rules): Step[] {
  if (d.corrects) return [...d.asked, 'review'];
  const all: Step[] = ['who', 'document', 'number', 'name', 'born', 'address'];
  if (field(d, 'category') === 'minor') all.push('guardian');
  if (field(d, 'category') === 'organisation_user') all.push('organisation');
  all.push('pictures', 'consent');
  if (rules.places > 1) all.push('place');
  return [...all, 'line', 'review'];
}

const only = (checks: [string, string][]): Wrong => Object.fromEntries(checks.filter(([, code]) => code !== ''));
const needed = (d: Draft, name: string): [string, string] => [name, field(d, name) ? '' : 'choose_one'];

export function check(step: Step, d: Draft, rules: Rules): Wrong {
  const f = (name: string): string => field(d, name);
  switch (step) {
    case 'who': return only([needed(d, 'category')]);
    case 'document': return only([needed(d, 'document_kind')]);
    case 'number': return only([
      ['document_number', documentNumber(f('document_kind'), f('document_number'))],
      ['document_country', countryForm(f('document_country'))],
      ['document_expires_on', expiry(f('document_kind'), f('document_expires_on'), rules.today)],
    ]);
    case 'name': return only([['name', nameForm(f('name'))]]);
    case 'born': return only([['birth_date', birthDate(f('birth_date'), rules.today, f('category'), rules.adultAge, d.corrects ? '' : bornOf(f('document_kind'), f('document_number')))]]);
    case 'address': return only([['address', addressForm(f('address'))]]);
    case 'guardian': return only([needed(d, 'guardian_kind'), ['guardian_number', documentNumber(f('guardian_kind'), f('guardian_number'))], ['guardian_country', countryForm(f('guardian_country'))], ['guardian_consent', f('guardian_consent') ? '' : 'consent_missing']]);
    case 'organisation': return only([['organisation_number', f('organisation_number').trim() ? '' : 'organisation_missing']]);
    case 'pictures': return only([['pictures', d.pictures.length >= rules.picturesMin ? '' : 'pictures_missing']]);
    case 'consent': return only([['consent', f('consent') ? '' : 'consent_missing']]);
    case 'place': return only([needed(d, 'place')]);
    case 'line': return only([needed(d, 'msisdn')]);
    case 'review': return {};
  }
}

// The first question that is not answered yet, so that nobody gets behind it by an address.
export function reached(d: Draft, rules: Rules): Step {
  const all = steps(d, rules);
  return all.find((s) => Object.keys(check(s, d, rules)).length > 0) ?? 'review';
}

const asks: Record<string, Step> = {
  category: 'who', document_kind: 'document', document_number: 'number', document_country: 'number', document_expires_on: 'number', name: 'name', birth_date: 'born', address: 'address',
  guardian: 'guardian', guardian_consent: 'guardian', organisation_kind: 'organisation', organisation_number: 'organisation', pictures: 'pictures', consent: 'consent', place: 'place', msisdn: 'line',
};
// Which questions a refusal asks again; none: nothing that the clerk could put right.
export function questionsOf(item: Item): Step[] {
  const found = item.faults.map((f) => asks[f.field]);
  return found.some((s) => s === undefined) ? [] : [...new Set(found as Step[])];
}
export function correction(item: Item, begun: string): Draft {
  const asked = questionsOf(item), fields: Record<string, string> = {};
  // What is not personal and was kept; the rest only the register can read.
  if (item.category && !asked.includes('who')) fields['category'] = item.category;
  if (item.kind && !asked.includes('document')) fields['document_kind'] = item.kind;
  if (kindOf(item.kind)?.country) fields['document_country'] = kindOf(item.kind)!.country;
  return { fields, pictures: [], begun, corrects: item, asked };
}
// What a correction sends: answers to its own questions alone.
export function answered(d: Draft): Record<string, string> {
  const filled = Object.fromEntries(Object.entries(d.fields).filter(([, v]) => v.trim() !== '').map(([k, v]) => [k, v.trim()]));
  if (!d.corrects) return filled;
  const own = (name: string): boolean => d.asked.includes(asks[name] ?? asks[name.replace(/_(kind|country|number)$/, '')] ?? 'review');
  return Object.fromEntries(Object.entries(filled).filter(([name]) => own(name)));
}

interface Kept { draft: Omit<Draft, 'pictures'>; pictures: { side: string; bytes: string }[] }
export const saveDraft = (d: Draft): Promise<void> =>
  keep('draft', { draft: { ...d, pictures: undefined }, pictures: d.pictures.map((p) => ({ side: p.side, bytes: toBase64(p.bytes) })) } as unknown as Kept);
export async function loadDraft(at: Date): Promise<Draft | null> {
  const kept = await recall<Kept>('draft');
  if (!kept) return null;
  if (at.getTime() - Date.parse(kept.draft.begun) > hourMs) {
    await dropDraft();
    return null;
  }
  return { ...kept.draft, pictures: kept.pictures.map((p) => ({ side: p.side, bytes: fromBase64(p.bytes) })) };
}
export const dropDraft = async (): Promise<void> => void (await forget('draft'));
