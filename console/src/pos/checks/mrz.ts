// Reads a machine-readable zone that somebody typed, without a network: every check digit, and what a slip may have been.
// A reading is a proposal for the person with the document in hand; nothing is ever changed by itself.
import { fits, isCountry, layouts, type Field, type Format, type Layout, type Place } from './mrz_layout';

export interface Fault { code: string; field: Field; line: number; first: number; last: number; readings: string[] }
export interface Zone {
  format: Format; documentCode: string; issuer: string; number: string; nationality: string; birthDate: string; expiryDate: string; sex: string; primary: string; secondary: string;
}
export interface Report { format: Format | null; zone: Zone | null; faults: Fault[] }
export interface Day { year: number; month: number; day: number }

const value = (c: string): number => (c >= '0' && c <= '9' ? c.charCodeAt(0) - 48 : c >= 'A' && c <= 'Z' ? c.charCodeAt(0) - 55 : 0);
// Doc 9303-3 §4.9: weights 7, 3, 1; letters count 10 to 35, the filler 0.
export function checkDigit(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += value(text[i]!) * [7, 3, 1][i % 3]!;
  return String(sum % 10);
}
const bare = (text: string): string => text.replace(/<+$/, '');

class Read {
  constructor(readonly layout: Layout, readonly lines: string[], readonly today: Day) {}
  at = (line: number, column: number): string => this.lines[line - 1]![column - 1]!;
  cut = (line: number, first: number, last: number): string => this.lines[line - 1]!.slice(first - 1, last);
  text = (p: Place): string => this.cut(p.line, p.first, p.last);
  place = (field: Field): Place | undefined => this.layout.places.find((p) => p.field === field);
  put(line: number, column: number, c: string): void {
    const text = this.lines[line - 1]!;
    this.lines[line - 1] = text.slice(0, column - 1) + c + text.slice(column);
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((l) => l.replace(/^[ \t\r\n\f\v]+|[ \t\r\n\f\v]+$/g, '').replace(/[a-z]/g, (c) => c.toUpperCase())).filter(Boolean);
  if (lines.length !== 1) return lines;
  const size = lines[0]!.length, columns = size === 90 ? 30 : size === 72 ? 36 : size === 88 ? 44 : size;
  return Array.from({ length: Math.ceil(size / columns) }, (_, i) => lines[0]!.slice(i * columns, (i + 1) * columns));
}

function layoutOf(lines: string[]): Layout | undefined {
  const visa = lines[0]?.[0] === 'V';
  return layouts.find((l) => lines.length === l.lines && (l.lines === 3 || (l.first === 'V') === visa) && lines.every((x) => x.length === l.columns));
}

interface Number { text: string; column: number; isLong: boolean; wellFormed: boolean }
function numberIn(z: Read): Number {
  const place = z.place('document_number')!;
  const plain: Number = { text: bare(z.text(place)), column: place.check, isLong: false, wellFormed: true };
  if (!z.layout.long || z.at(place.line, place.check) !== '<') return plain;
  const more = z.place('optional')!, rest = z.text(more), word = rest.split('<')[0]!;
  if (word.length < 2 || !/[0-9]$/.test(word)) return { ...plain, isLong: true, wellFormed: false };
  return { text: z.text(place) + word.slice(0, -1), column: more.first + word.length - 1, isLong: true, wellFormed: true };
}

const real = (y: number, m: number, d: number): boolean => d >= 1 && m >= 1 && m <= 12 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
const pad = (n: number, size: number): string => (n ? String(n).padStart(size, '0') : 'X'.repeat(size));

// The century: nobody is born after today. Parts that are not known are written XX. null: no date.
export function birthDate(six: string, today: Day): string | null {
  const pair = (two: string): number | null => (two === '<<' ? 0 : /^[0-9]{2}$/.test(two) ? Number(two) : null);
  const open = six.startsWith('<<'), y = pair(six.slice(0, 2)), m = pair(six.slice(2, 4)), d = pair(six.slice(4, 6));
  if (y === null || m === null || d === null || (m === 0 && six[2] === '0') || (d === 0 && six[4] === '0')) return null;
  let year = 0;
  if (!open) {
    year = Math.floor(today.year / 100) * 100 + y;
    const first = [year, m || 1, d || 1], now = [today.year, today.month, today.day];
    const i = first.findIndex((x, n) => x !== now[n]);
    if (i >= 0 && first[i]! > now[i]!) year -= 100;
  }
  return real(year || 2000, m || 1, d || 1) ? `${pad(year, 4)}-${pad(m, 2)}-${pad(d, 2)}` : null;
}
export function expiryDate(six: string, today: Day): string | null {
  if (!/^[0-9]{6}$/.test(six)) return null;
  let year = Math.floor(today.year / 100) * 100 + Number(six.slice(0, 2));
  if (year > today.year + 49) year -= 100;
  if (year < today.year - 50) year += 100;
  const m = Number(six.slice(2, 4)), d = Number(six.slice(4, 6));
  return real(year, m, d) ? `${pad(year, 4)}-${pad(m, 2)}-${pad(d, 2)}` : null;
}

function nameForm(field: string): boolean {
  const text = bare(field), half = text.indexOf('<<');
  if (!text || text[0] === '<') return false;
  return half < 0 || (text.slice(half, half + 3) !== '<<<' && text.indexOf('<<', half + 2) < 0);
}

const compositeText = (z: Read): string => z.layout.composite!.over.map(([l, a, b]) => z.cut(l, a, b)).join('');
const compositeFits = (z: Read): boolean => !z.layout.composite || z.at(z.layout.composite.line, z.layout.composite.column) === checkDigit(compositeText(z));

function wrong(place: Place, code: string, last = place.last): Fault {
  return { code, field: place.field, line: place.line, first: place.first, last, readings: [] };
}

function faultIn(z: Read, field: Field): Fault | null {
  if (field === 'composite') {
    const c = z.layout.composite;
    return c && !compositeFits(z) ? { code: 'mrz_check_digit', field, line: c.line, first: c.column, last: c.column, readings: [] } : null;
  }
  const place = z.place(field);
  if (!place) return null;
  const text = z.text(place), bad = [...text].flatMap((c, i) => (fits(place.alphabet, c) ? [] : [place.first + i]));
  if (bad.length) return { code: 'mrz_character', field, line: place.line, first: bad[0]!, last: bad.at(-1)!, readings: [] };
  switch (field) {
    case 'document_code': return z.layout.first.includes(text[0]!) ? null : wrong(place, 'mrz_document_code');
    case 'issuer': case 'nationality': return isCountry(bare(text)) ? null : wrong(place, 'mrz_country_unknown');
    case 'name': return nameForm(text) ? null : wrong(place, 'mrz_name_form');
    case 'document_number': {
      const n = numberIn(z);
      if (!n.text || n.text[0] === '<' || !n.wellFormed) return wrong(place, 'mrz_number_form');
      if (z.at(n.isLong ? z.place('optional')!.line : place.line, n.column) === checkDigit(n.text)) return null;
      return wrong(place, 'mrz_check_digit', n.isLong ? n.column : place.check);
    }
    case 'birth_date': case 'expiry_date':
      if (z.at(place.line, place.check) !== checkDigit(text)) return wrong(place, 'mrz_check_digit', place.check);
      return (field === 'birth_date' ? birthDate(text, z.today) : expiryDate(text, z.today)) ? null : wrong(place, 'mrz_date');
    case 'optional': {
      if (!place.check) return null;
      const digit = z.at(place.line, place.check);
      return (digit === '<' && !bare(text)) || digit === checkDigit(text) ? null : wrong(place, 'mrz_check_digit', place.check);
    }
    default: return null;
  }
}

// Characters that eyes and machines take for one another. One of them exchanged, and the field is right: that is said.
const alike = ['O0', 'I1', 'B8', 'S5', 'Z2', 'G6', 'Q0', 'D0', 'L1', 'T7', 'A4', 'K<', 'OQ', 'OD', 'IL', '17', '38', '56', '08', '68', '06', '89', '39', 'UV', 'CG', 'EF', 'MN', 'C<', '49', '27', 'BR', 'PR', 'VY', 'L<'];
function readings(z: Read, fault: Fault): string[] {
  const place = z.place(fault.field);
  if (!place) return [];
  const found: { text: string; sure: boolean }[] = [];
  const columns = Array.from({ length: place.last - place.first + 1 }, (_, i) => place.first + i).concat(place.check ? [place.check] : []);
  for (const column of columns) {
    const read = z.at(place.line, column);
    for (const pair of alike) {
      const other = pair[0] === read ? pair[1]! : pair[1] === read ? pair[0]! : '';
      if (!other || !fits(column === place.check ? 'digits' : place.alphabet, other)) continue;
      z.put(place.line, column, other);
      if (!faultIn(z, fault.field)) found.push({ text: z.text(place), sure: compositeFits(z) });
      z.put(place.line, column, read);
    }
  }
  return [...new Set(found.sort((a, b) => Number(b.sure) - Number(a.sure)).map((f) => f.text))].slice(0, 3);
}

function dataIn(z: Read): Zone {
  const word = (f: Field): string => bare(z.text(z.place(f)!));
  const name = bare(z.text(z.place('name')!)), half = name.indexOf('<<'), spaced = (t: string): string => t.replace(/</g, ' ');
  return {
    format: z.layout.format, documentCode: word('document_code'), issuer: word('issuer'), nationality: word('nationality'), number: numberIn(z).text,
    birthDate: birthDate(z.text(z.place('birth_date')!), z.today) ?? '', expiryDate: expiryDate(z.text(z.place('expiry_date')!), z.today) ?? '', sex: word('sex'),
    primary: spaced(half < 0 ? name : name.slice(0, half)), secondary: half < 0 ? '' : spaced(name.slice(half + 2)),
  };
}

export function readMrz(text: string, today: Day): Report {
  const lines = linesOf(text.slice(0, 512)), layout = layoutOf(lines);
  if (!layout) {
    const i = lines.findIndex((l) => ![30, 36, 44].includes(l.length));
    return { format: null, zone: null, faults: [{ code: 'mrz_shape', field: 'zone', line: i + 1, first: i < 0 ? 0 : 1, last: i < 0 ? 0 : lines[i]!.length, readings: [] }] };
  }
  const z = new Read(layout, lines, today), faults: Fault[] = [];
  for (const place of layout.places) {
    const fault = faultIn(z, place.field);
    if (fault) faults.push({ ...fault, readings: readings(z, fault) });
  }
  const composite = faultIn(z, 'composite');
  if (composite) faults.push(composite);
  return { format: layout.format, zone: dataIn(z), faults };
}

export const dayOf = (at: Date): Day => ({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() });
