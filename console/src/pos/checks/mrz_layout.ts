// Where the fields of a machine-readable zone stand: ICAO Doc 9303 parts 4 to 7. The same rules as the register's
// (identifiers/mrz.h); test/pos_mrz.test.ts holds both against the same vectors.
export type Field = 'zone' | 'document_code' | 'issuer' | 'name' | 'document_number' | 'nationality' | 'birth_date' | 'sex' | 'expiry_date' | 'optional' | 'optional_2' | 'composite';
export type Alphabet = 'any' | 'letters' | 'digits' | 'digits_or_filler' | 'sex';
export type Format = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B';

// Columns count from 1, both ends included; check 0: no check digit of its own.
export interface Place { field: Field; line: number; first: number; last: number; check: number; alphabet: Alphabet }
export interface Layout {
  format: Format; lines: number; columns: number; first: string; places: Place[];
  composite: { line: number; column: number; over: [number, number, number][] } | null;
  long: boolean; // a number of more than nine characters goes on in the optional data
}

const at = (field: Field, line: number, first: number, last: number, check: number, alphabet: Alphabet): Place => ({ field, line, first, last, check, alphabet });

const card: Place[] = [
  at('document_code', 1, 1, 2, 0, 'letters'), at('issuer', 1, 3, 5, 0, 'letters'), at('document_number', 1, 6, 14, 15, 'any'), at('optional', 1, 16, 30, 0, 'any'),
  at('birth_date', 2, 1, 6, 7, 'digits_or_filler'), at('sex', 2, 8, 8, 0, 'sex'), at('expiry_date', 2, 9, 14, 15, 'digits'), at('nationality', 2, 16, 18, 0, 'letters'),
  at('optional_2', 2, 19, 29, 0, 'any'), at('name', 3, 1, 30, 0, 'letters'),
];
const two = (columns: number, optionalLast: number, optionalCheck: number): Place[] => [
  at('document_code', 1, 1, 2, 0, 'letters'), at('issuer', 1, 3, 5, 0, 'letters'), at('name', 1, 6, columns, 0, 'letters'), at('document_number', 2, 1, 9, 10, 'any'),
  at('nationality', 2, 11, 13, 0, 'letters'), at('birth_date', 2, 14, 19, 20, 'digits_or_filler'), at('sex', 2, 21, 21, 0, 'sex'), at('expiry_date', 2, 22, 27, 28, 'digits'),
  at('optional', 2, 29, optionalLast, optionalCheck, 'any'),
];

export const layouts: Layout[] = [
  { format: 'TD1', lines: 3, columns: 30, first: 'ACI', places: card, composite: { line: 2, column: 30, over: [[1, 6, 30], [2, 1, 7], [2, 9, 15], [2, 19, 29]] }, long: true },
  { format: 'TD2', lines: 2, columns: 36, first: 'ACI', places: two(36, 35, 0), composite: { line: 2, column: 36, over: [[2, 1, 10], [2, 14, 20], [2, 22, 35]] }, long: true },
  { format: 'TD3', lines: 2, columns: 44, first: 'P', places: two(44, 42, 43), composite: { line: 2, column: 44, over: [[2, 1, 10], [2, 14, 20], [2, 22, 43]] }, long: false },
  { format: 'MRV-A', lines: 2, columns: 44, first: 'V', places: two(44, 44, 0), composite: null, long: false },
  { format: 'MRV-B', lines: 2, columns: 36, first: 'V', places: two(36, 36, 0), composite: null, long: false },
];

const fit: Record<Alphabet, RegExp> = { any: /[A-Z0-9<]/, letters: /[A-Z<]/, digits: /[0-9]/, digits_or_filler: /[0-9<]/, sex: /[MF<]/ };
export const fits = (alphabet: Alphabet, c: string): boolean => fit[alphabet].test(c);

// ISO 3166-1 alpha-3 without DEU (which is D in a zone), and the codes of Doc 9303-3 §5.
const states =
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB ' +
  'CUW CXR CYM CYP CZE DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ' +
  'ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK ' +
  'NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD ' +
  'TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE ' +
  'D EUE GBD GBN GBO GBP GBS NTZ RKS UNA UNK UNO UTO XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX';
const known = new Set(states.split(' '));
export const isCountry = (code: string): boolean => known.has(code);
