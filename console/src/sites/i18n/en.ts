// English of the console of `muster`: what both consoles share, what the program's words are called, then what each view says.
import { common } from '../../i18n/en_common';
import { billing } from './en_billing';
import { bundles } from './en_bundles';
import { dashboard } from './en_dashboard';
import { debarments } from './en_debarments';
import { desk } from './en_desk';
import { domain } from './en_domain';
import { figures } from './en_figures';
import { filings } from './en_filings';
import { inspections } from './en_inspections';
import { instructions } from './en_instructions';
import { likeness } from './en_likeness';
import { legacy } from './en_legacy';
import { neverBlock } from './en_never_block';
import { partners } from './en_partners';
import { programme } from './en_programme';
import { reports } from './en_reports';
import { resources } from './en_resources';
import { evidence } from './en_evidence';
import { reviews } from './en_reviews';
import { schedule } from './en_schedule';
import { referrals } from './en_referrals';
import { sharing } from './en_sharing';
import { statements } from './en_statements';
import { training } from './en_training';
import { views } from './en_views';

export const en = { ...common, ...billing, ...bundles, ...dashboard, ...debarments, ...desk, ...domain, ...evidence, ...figures, ...filings, ...inspections, ...instructions, ...legacy, ...likeness, ...neverBlock, ...partners, ...programme, ...referrals, ...reports, ...resources, ...reviews, ...schedule, ...sharing, ...statements, ...training, ...views };
