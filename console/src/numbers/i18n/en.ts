// English of the console of `muster-numbers`: what both consoles share, the program's words, then what each view says. A room's
// words stand in a file of their own (en_<room>.ts and zh_<room>.ts) and are added here and in zh.ts.
import { common } from '../../i18n/en_common';
import { campaigns } from './en_campaigns';
import { changes } from './en_changes';
import { dealers } from './en_dealers';
import { domain } from './en_domain';
import { frame } from './en_frame';
import { lines } from './en_lines';
import { lookups } from './en_lookups';
import { persons } from './en_persons';
import { reconciliation } from './en_reconciliation';
import { registrations } from './en_registrations';
import { things } from './en_things';

export const en = { ...common, ...campaigns, ...changes, ...dealers, ...domain, ...frame, ...lines, ...lookups, ...persons, ...reconciliation, ...registrations, ...things };
