// The shapes of docs/openapi.yaml about partners and their links.
import type { NextEvent, PersonRef, TimelineEntry } from '../api/types';

export interface PartnerLine { id: string; number: string; party_id: string; party: string; kind: string; state: string; state_since: string; qualified_until: string | null; agreement_until: string | null; barred_until: string | null }
export interface PartnerPaper { id: string; item: string; number: string; issued_by: string; valid_until: string | null; recorded_at: string; replaced_at: string | null }
export interface PartnerItem { code: string; type: string; en: string; zh: string; law: string; met: boolean; why_not: string | null; paper: PartnerPaper | null; checked_at: string | null; note: string | null }
export interface Suspension { scope: string; order_id: string; order: string; case_id: string; ground: string; since: string; until: string }
export interface OpenCount { kind: string; open: number; told_before: number; told_after: number }
export interface PartnerPage extends PartnerLine {
  licence_number: string; licence_until: string | null; test_ref: string | null; agreement: { number: string; from: string; until: string } | null; round: number; end_reason: string | null;
  bar: { reason: string; law: string; answer_by: string } | null; items: PartnerItem[]; papers: PartnerPaper[]; responsible: { person: PersonRef | null; function: string; from: string }[];
  suspensions: Suspension[]; open_findings: OpenCount[]; links: number; links_inspected_7_days: number; sites: string[]; next_events: NextEvent[]; timeline: TimelineEntry[];
}
export interface Channel { id: string; path: string; name: string; parent_id: string | null; links: number; channels: number }
export interface LinkInventory { number: number; source: string; full: boolean; taken_at: string | null; links: number; added: number; changed: number; removed: number; refused: number; sha256: string }
export interface Link { partner: string; partner_id: string; code: string; channel: string; channel_id: string; service: string; landing_url: string; landing_host: string; qr: string | null; short_url: string | null; place: string | null; owner: string | null; since_inventory: number; until_inventory: number | null }
export interface LinkDifference { code: string; change: string; before: Link | null; after: Link | null }
export interface ChainHop { kind: string; url: string; host: string; status: number; error: string | null; known: boolean; filed: boolean; advertising: boolean }
export interface Changed { hosts_new?: string[]; hosts_gone?: string[]; landing_was?: string; landing_is?: string }
export interface LinkFinding { id: string; partner: string; partner_id: string; code: string | null; channel: string | null; kind: string; host: string; url: string | null; detail: string; provider_id: string | null; first_test_id: string; last_test_id: string; found_at: string; last_seen_at: string; seen: number; told: string; told_at: string | null; case_id: string | null; state: string; state_since: string; closed_test_id: string | null; close_reason: string | null }
export interface LinkPage extends Link { party: string; listed: boolean; suspension: Suspension | null; inspected_at?: string | null; test_id?: string | null; outcome?: string | null; due_at?: string; changed?: Changed; chain: ChainHop[]; qr_chain: ChainHop[]; qr_test_id?: string | null; inspections: { at: string; test_id: string; of_qr: boolean; outcome: string; changed: Changed }[]; findings: LinkFinding[]; versions: Link[] }
export interface Retest extends Suspension { items: (LinkFinding & { met: boolean })[]; complete: boolean }
export interface Coverage { links: number; inspected: number; since: string }
