// English, the first of the two dictionaries: what the program's words are called, then what each view says.
import { domain } from './en_domain';
import { filings } from './en_filings';
import { legacy } from './en_legacy';
import { resources } from './en_resources';
import { views } from './en_views';

export const en = { ...domain, ...filings, ...legacy, ...resources, ...views };
export type Key = keyof typeof en;
