// 号码登记控制台的中文：共用词、业务用语，然后是各页面的词。每个部分各有一个文件（en_<room>.ts 与 zh_<room>.ts）。
import type { en } from './en';
import { common } from '../../i18n/zh_common';
import { campaigns } from './zh_campaigns';
import { changes } from './zh_changes';
import { dealers } from './zh_dealers';
import { domain } from './zh_domain';
import { frame } from './zh_frame';
import { lines } from './zh_lines';
import { lookups } from './zh_lookups';
import { persons } from './zh_persons';
import { reconciliation } from './zh_reconciliation';
import { registrations } from './zh_registrations';
import { things } from './zh_things';

export const zh: Record<keyof typeof en, string> = { ...common, ...campaigns, ...changes, ...dealers, ...domain, ...frame, ...lines, ...lookups, ...persons, ...reconciliation, ...registrations, ...things };
