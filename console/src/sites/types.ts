// The shapes of docs/openapi.yaml that the console of `muster` reads.
import type { Clock, NextEvent, PersonRef, RecordLink, SigningKey, TimelineEntry, Why } from '../api/types';

export type * from '../api/types';

export interface Scope { kind: 'url' | 'host' | 'domain' | 'contract'; value: string }

export interface FilingSummary { id: string; site_id: string; site_number: string; site_name: string; domains: string[]; subject_id: string; subject_number: string; subject_kind: string; subject_name: string | null; provider: string; state: string; state_since: string; due_at: string | null; queue_position?: number | null; pre_approval?: PreApproval }
export interface PreApproval { kind: string; number: string; issued_by: string; valid_until: string | null; standing: string }
export interface GateCheck { check: string; outcome: string; reasons: { code: string; sentence: string }[] }
export interface Gate { state: string; checks: GateCheck[]; access?: Access | null }
export interface FilingMapping { name: string; columns: Record<string, string>; remembered: boolean }
export interface FilingImport { id: string; source_name: string; format: string; state: string; accepted: number; batches: number; batches_undone: number; cancelled: number; left: number; started_at: string }
export interface UndoReport { dry_run: boolean; cancelled: number; left: number; left_alone: { id: string; number: string; state: string }[] }
export interface FilingConflict { id: string; register: string; filing_id: string; field: string; personal: boolean; ours: string | null; theirs: string | null; state: string; found_at: string; closed_at: string | null; reason: string | null }
export interface QueuePlace { place: number; position: number; entered_at: string; taken_until: string | null; mine: boolean }
export interface Access { id: string; provider_id: string; provider: string; method: string; server_location: string; address_range: string; state: string; state_since: string; reasons?: string[] }
export interface Subject { id: string; number: string; kind: string; name: string | null; region: string; certificate_kind: string; certificate_number: string | null; postal_address: string | null; filings?: FilingSummary[] }
export interface FilingChange { name: string | null; home_url: string | null; language: string | null; service_types: string[] | null; add_domains: string[]; remove_domains: string[]; add_pre_approvals: PreApproval[]; remove_pre_approvals: { kind: string; number: string }[] }
export interface Filing extends FilingSummary { pending_change?: FilingChange | null; subject: Subject; site: { name: string; home_url: string; domains: string[]; service_types: string[]; pre_approvals: PreApproval[]; language: string }; accesses: Access[]; reasons: string[]; queue?: QueuePlace | null; conflicts?: FilingConflict[]; domain_flags?: DomainFlag[]; next_events: NextEvent[]; clocks: Clock[]; related: RecordLink[]; timeline: TimelineEntry[] }
export interface Restriction { id: string; kind: string; name: string; ground: string; reason: string; order_id: string | null; state: string; from: string; until: string }
export interface Site { id: string; number: string; name: string; domains: string[]; standing: string; filing: FilingSummary; accesses: Access[]; restrictions: Restriction[]; related: RecordLink[]; timeline: TimelineEntry[] }

export interface CensusRun { id: string; number: number; state: string; source_name: string; format: string; k: number; job_id: string | null; by: PersonRef | null; started_at: string; finished_at: string | null; lines: number; names: number; bad_lines: number; not_sites: number; below_k: number; left_out: number; counts: Record<string, number>; found_new: number; found_gone: number; found_standing: number; found_provider: number; found_address: number; differences_sha256: string; problem: Why | null }
export interface DomainFlag { id: string; name: string; kind: string; from: string; raised_at: string; cleared_at: string | null; note: string }
export interface DomainHolder { id: string; kind: string; name: string | null; handle: string; source: string; country: string }
export interface DomainSummary { name: string; holder_id: string; holder: string | null; holder_kind: string; registrar: string; state: string; state_since: string; due_at: string | null; expires_at: string | null }
export interface Domain { name: string; unicode: string; state: string; state_since: string; due_at: string | null; lapsed_why: string; reasons: string[]; holder: DomainHolder; verified: { at: string; how: string; by: string; person?: PersonRef | null } | null; registrar: string | null; source: string; status: string[]; name_servers: string[]; created_at: string | null; expires_at: string | null; updated_at: string | null; mirrored_at: string; mirrored_late: boolean; holdings: { holder_id: string; from: string; until: string | null; holder?: DomainHolder }[]; flags: DomainFlag[]; relations: { id: string; subject_id: string; relation: string; evidence: string; recorded_at: string }[]; filing: RecordLink | null; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface Finding { run_id: string; name: string; standing: string; rule: string; sentence: string; site_id: string | null; provider: string; provider_id: string | null; first_seen: string; last_seen: string; is_new: boolean; noticed: boolean; notice: string | null; notice_due: string | null; address: string | null; country: string | null; network: number | null }
export interface NoticeCounts { due: number; told: number; overdue: number }
export interface ProviderNotices extends NoticeCounts { provider_id: string; provider: string; by_standing: Record<string, NoticeCounts> }
export interface Delta { name: string; change: string; before: Finding | null; after: Finding | null }
export interface LegacyBlock { id: string; name: string; state: string; state_since: string; source: string; line: number; reason: string | null; law: string | null; dated_on: string | null; imported_at: string; redecide_by: string; case_id: string | null; order_id: string | null; end_reason: string | null; version: number }
export interface LegacySummary { by_state: Record<string, number>; due_7_days: number; due_30_days: number; next_due: string | null }

export interface Hop { seq: number; kind: string; url: string; location: string; status: number; address: string; content_type: string; body_bytes: number; body_sha256: string; truncated: string; took_ms: number; error: string }
export interface TextHit { seq: number; ground: string; bundle: string; language: string; term: string; before: string; match: string; after: string; sentence: string; weight: number; damped: string }
export interface Vantage { user_agent?: string; exit_address?: string; resolver?: string; resolver_answer?: string[] }
export interface Test { id: string; url: string; host: string; final_url: string; site_id: string | null; requested_by: string; started_at: string; finished_at: string; http_status: number; verdict: string; error: string; ground: string; score: number; top_reason: string; robots: string; vantage: Vantage | null; hop_count: number; hops?: Hop[]; hits?: TextHit[]; suspicion_id: string | null; evidence_sha256: string; ledger_index: number | null }
export interface Suspicion { id: string; name: string; registrable: string; site_id: string | null; ground: string; seen: number; note: string; score: number; state: string; state_since: string; source: string; tests: Test[]; case_id: string | null; next_events: NextEvent[]; timeline: TimelineEntry[] }

export interface GroundRules { ground: string; scope_max: string; network_allowed: boolean; who: string; cap_hours: number; operator_cap_hours: number | null; needs_notice: boolean; sealed: boolean; law: string; article: string; elements: { element: string; sentence: string }[]; allows: { measure: string; scope_kind: string }[] }
export interface Evidence { kind: string; ref: string; title: string; at: string; sha256: string | null; ledger_index: number | null; test: Test | null; text?: string }
export interface Tie { seq: number; evidence_kind: string; evidence_ref: string; sha256: string; note: string; added_by: PersonRef | null; added_at: string }
export interface Element { element: string; sentence: string; ties: Tie[] }
export interface Effect { measure: string; scope: Scope; hit: string[]; reachable: string[]; beyond_case: boolean }
export interface CaseSummary { id: string; number: string; target: string; host: string; ground: string; state: string; state_since: string; due_at: string | null; breached: boolean; waits_for_me: boolean; order_id: string | null }
export interface Notice { id: string; kind: string; record_kind: string; record_id: string; channel: string; state: string; subject: string; text: string; at: string }
export interface Case extends CaseSummary { rules: GroundRules; opened_by: PersonRef | null; note: string; site: RecordLink | null; filing: FilingSummary | null; evidence: Evidence[]; elements: Element[]; missing_elements: string[]; effects: Effect[]; notices: Notice[]; may_decide: { allowed: boolean; why_not: Why[] }; decision: Decision | null; order: OrderSummary | null; clocks: Clock[]; next_events: NextEvent[]; related: RecordLink[]; timeline: TimelineEntry[] }
export interface MaySign { allowed: boolean; as: 'decider' | 'confirmer' | null; why_not: Why[]; keys: SigningKey[] }
export interface Signature { as: string; person: PersonRef; party: string; at: string; key_id: string; key_kind: string; ledger_index: number | null }
export interface Decision { id: string; number: string; case_id: string; state: string; outcome: string; measure: string | null; scope: Scope | null; law: string; article: string; authority: string; prior_notice_id: string | null; no_notice_reason: string | null; starts_at: string | null; expires_at: string | null; prepared_by: PersonRef | null; reasons: string; canonical_text: string; text_sha256: string; effect: Effect | null; signatures: Signature[]; may_sign: MaySign; may_confirm: PersonRef[]; order_id: string | null }
export interface OrderSummary { id: string; number: string; case_id: string | null; ground: string; authority: string; measure: string; scope: Scope; state: string; state_since: string; in_force: boolean; expires_at: string; appeal_id: string | null }
export interface OrderEntry { id: string; feed: string; name: string; from: string; until: string; in_force: boolean; lifted_at: string | null; lifted_by: string | null }
export interface Order extends OrderSummary { law: string; executor: string; prior_notice: string; decision_id: string | null; canonical_text: string; signatures: Signature[]; entries: OrderEntry[]; appeals: Appeal[]; clocks: Clock[]; next_events: NextEvent[]; may_appeal: boolean; timeline: TimelineEntry[] }
export interface Appeal { id: string; number: string; order_id: string; order_number: string; scope: Scope; state: string; filed_at: string; due_at: string; text: string; reasons: string[]; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface FeedStatus { enabled: boolean; why_not: Why[]; serial: number; entries: number; built_at: string; valid_until: string }

export interface AddressBlock { id: string; range: string; family: 4 | 6; level: number; parent_id: string | null; name: string; source: string; holder_id: string; holder: string; allocator_id: string | null; allocator: string | null; user_id: string | null; user: string | null; mode: string; gateway: string; location: string; origin: string; state: string; state_since: string; reasons: string[]; split_from: string | null; lacking: string[] }
export interface AddressLease { id: string; parent_id: string | null; block_id: string; lessor_id: string; lessor: string; lessee_id: string; lessee: string; licence_number: string; contract: string; may_sublet: boolean; state: string; state_since: string; due_at: string | null; reasons: string[] }
export interface AddressTenant { block: AddressBlock; lease: AddressLease | null }
export interface AddressPage { address: string; on_record: boolean; tenants: AddressTenant[]; origin: { installed: boolean; country: string | null; network: number | null; network_name: string | null; range: string | null } }
export interface AddressFinding { id: string; kind: string; host: string; address: string; block_id: string; lease_id: string | null; explain: string[]; first_seen_at: string; last_seen_at: string }
export interface AddressBlockPage extends AddressBlock { path: AddressTenant[]; children: AddressBlock[]; more_children: boolean; leases: AddressLease[]; findings: AddressFinding[]; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface AddressLeasePage extends AddressLease { block: AddressBlock; next_events: NextEvent[]; timeline: TimelineEntry[] }
