// 中文词典：与英文键值一一对应（test/i18n.test.ts 逐项核对）。
import type { en } from './en';
import { common } from '../../i18n/zh_common';
import { billing } from './zh_billing';
import { bundles } from './zh_bundles';
import { dashboard } from './zh_dashboard';
import { debarments } from './zh_debarments';
import { desk } from './zh_desk';
import { domain } from './zh_domain';
import { figures } from './zh_figures';
import { filings } from './zh_filings';
import { inspections } from './zh_inspections';
import { likeness } from './zh_likeness';
import { legacy } from './zh_legacy';
import { neverBlock } from './zh_never_block';
import { partners } from './zh_partners';
import { programme } from './zh_programme';
import { reports } from './zh_reports';
import { resources } from './zh_resources';
import { evidence } from './zh_evidence';
import { reviews } from './zh_reviews';
import { schedule } from './zh_schedule';
import { referrals } from './zh_referrals';
import { sharing } from './zh_sharing';
import { statements } from './zh_statements';
import { training } from './zh_training';
import { views } from './zh_views';

export const zh: Record<keyof typeof en, string> = { ...common, ...billing, ...bundles, ...dashboard, ...debarments, ...desk, ...domain, ...evidence, ...figures, ...filings, ...inspections, ...legacy, ...likeness, ...neverBlock, ...partners, ...programme, ...referrals, ...reports, ...resources, ...reviews, ...schedule, ...sharing, ...statements, ...training, ...views };
