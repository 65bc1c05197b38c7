// The shapes of docs/openapi-numbers.yaml that the console of `muster-numbers` reads.
import type { NextEvent, PersonRef, TimelineEntry } from '../api/types';

export type * from '../api/types';

export interface Pool { id: string; name: string; operator: string; region: string; kind: string; first: string; last: string; numbers: number; stocked: number; created_at: string }
// `msisdn` stands in clear while nobody holds the line, and masked alone after that.
export interface LineSummary { id: string; msisdn_masked: string; msisdn: string | null; pool_id: string; kind: string; state: string; state_since: string; due_at: string | null; reserved_for: string | null; has_sim: boolean; charged: boolean }
export interface Holding { id: string; line_id: string; holder_id: string; slot: number; cap: number; beyond_cap: boolean; ground: string; from: string; until: string | null; line?: LineSummary | null }
export interface SimInLine { sim_id: string; reason: string; from: string; until: string | null }
export interface Line extends LineSummary { holdings: Holding[]; sims: SimInLine[]; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface LookUp { line: LineSummary; holding: Holding | null }

export interface RegistrationSummary { id: string; state: string; state_since: string; due_at: string | null; method: string; line_id: string; holder_id: string; document_id: string; dealer_id: string; place: string; device: string; consent: string; organisation_kind: string | null; organisation_number: string | null; captured_at: string; reasons: string[] }
export interface HandCheck { person: PersonRef | null; outcome: string; at: string }
export interface Registration extends RegistrationSummary { line: LineSummary | null; dealer: { id: string; name: string; kind: string } | null; captured_by: PersonRef | null; checks: HandCheck[]; timeline: TimelineEntry[] }

export interface HolderSummary { id: string; category: string; same_as: string | null; guardian_id: string | null; created_at: string; destroyed_at: string | null }
export interface HolderDocument { id: string; field: string; kind: string; country: string; expires_on: string | null; evidence: string; evidence_reference: string | null; added_at: string }
export interface Holder extends HolderSummary { documents: HolderDocument[]; holdings: Holding[]; readings: TimelineEntry[]; timeline: TimelineEntry[] }
export interface Reading { holder_id: string; purpose: string; fields: Record<string, string> }

export interface Wave { ordinal: number; name: string; held_min: number; held_max: number; regions: string[]; invite_at: string; warn_at: string; deadline: string; bar_at: string; disconnect_at: string; moves: number }
export interface Cohort { categories: string[]; kinds: string[]; regions: string[]; dealers: string[]; document_kinds: string[]; held_min: number; held_max: number; registered_before: string | null; excess_only: boolean; differs_from: string | null; differences: string[] }
export interface CampaignSummary { id: string; name: string; state: string; state_since: string; law: string; sender: string; place: string; cohort: Cohort; waves: Wave[]; created_at: string; approved_at: string | null; enrolled: boolean }
export interface DeadlineMove { wave: number; from: string; to: string; reason: string; by: PersonRef | null; at: string }
export interface Campaign extends CampaignSummary { created_by: PersonRef | null; approved_by: PersonRef | null; moves: DeadlineMove[]; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface CampaignCounts { key: string; all: number; lines: Record<string, number> }
// barred_straight = max(0, open - a_day * days_left); barred_hazard = open * exp(-h * days_left).
export interface Forecast { wave: number; deadline: string; open: number; registered: number; a_day: number; days_left: number; barred_straight: number; barred_hazard: number; low: number; high: number; days: { day: string; registered: number }[] }
export interface CampaignProgress { lines: CampaignCounts; waves: CampaignCounts[]; regions: CampaignCounts[]; messages: { waiting: number; sent: number; delivered: number; failed: number }; forecast_days: number; forecast: Forecast[] }
export interface Exemption { id: string; line_id: string; msisdn_masked: string | null; reason: string; until: string; granted_at: string; ended_at: string | null }

export interface DealerSummary { id: string; name: string | null; state: string; state_since: string; reason: string | null; contract_number: string; contract_from: string; contract_until: string | null; region: string; parent_id: string | null; quota: number }
export interface Dealer extends DealerSummary { parent_name: string | null; registered_today: number; recheck: { job_id: string; waiting: number; waiting_more: boolean } | null; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface DealerSignal { id: string; dealer_id: string; dealer_name: string | null; device_id: string | null; code: string; sentence: string; day: string; found_at: string; count: number; usual: number; state: string; decider: PersonRef | null; decided_at: string | null; note: string | null }
export interface DealerDevice { id: string; person_id: string; person: PersonRef | null; place: string; label: string; enrolled_at: string; synced_at: string; frozen_at: string; state: string; revoked_at: string | null; reason: string | null }
export interface DealerPlace { code: string; region: string; latitude: number | null; longitude: number | null; made_at: string }
export interface DealerWorker { id: string; person_id: string; person: PersonRef | null; from: string; until: string | null }

export interface AuthorityScope { id: string; authority_id: string; law: string; fields: string[]; comparisons: number; made_at: string; ended_at: string | null }
export interface AuthorityRequestSummary { id: string; number: string; state: string; state_since: string; authority_id: string; authority_name: string | null; scope_id: string; law: string; letter: string; purpose: string; kind: string; fields: string[]; about_at: string; rows_max: number; entered_at: string; due_at: string; decided_at: string | null; reasons: string[]; expires_at: string | null; delay_until: string | null; delay_law: string | null; answered_at: string | null; readings: number; notified_at: string | null }
export interface AuthorityRequest extends AuthorityRequestSummary { entered_by: PersonRef | null; checked_by: PersonRef | null; decided_by: PersonRef | null; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface DisputeSummary { id: string; kind: string; state: string; state_since: string; holder_id: string; line_id: string | null; dealer_id: string | null; dealer_name: string | null; fields: string[]; opened_at: string; due_at: string; dealer_due_at: string | null; dealer_answer: string | null; outcome: string | null; reason: string | null; decided_at: string | null; told_at: string | null }
export interface Dispute extends DisputeSummary { decided_by: PersonRef | null; next_events: NextEvent[]; timeline: TimelineEntry[] }

export interface LineRef { id: string; msisdn_masked: string; state: string }
export interface DuplicatePair { id: string; holder_a: string; holder_b: string; rules: string[]; state: string; found_at: string; decided_by: PersonRef | null; decided_at: string | null; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface Compared { field: string; a: string | null; b: string | null; same: boolean | null; alike: number | null }
export interface DuplicateReview { fields: Compared[]; documents_a: HolderDocument[]; documents_b: HolderDocument[] }
export interface ExcessSummary { id: string; holder_id: string; kind: string; cap: number; held: number; state: string; found_at: string; due_at: string; chosen_at: string | null; ended_at: string | null; reference: string | null }
export interface ExcessLine { holding_id: string; line_id: string; holder_id: string; msisdn_masked: string; state: string; from: string; keep: boolean | null }
export interface Excess extends ExcessSummary { lines: ExcessLine[]; chosen_by: PersonRef | null; timeline: TimelineEntry[] }
export interface CompanySummary { id: string; organisation_kind: string; organisation_number: string; name: string; responsible_id: string; resolution_ref: string; lines_max: number; enrolled_at: string; ended_at: string | null }
export interface Company extends CompanySummary { lines_taken: number; enrolled_by: PersonRef | null; timeline: TimelineEntry[] }
export interface CompanyUser extends RegistrationSummary { line: LineRef | null }
export interface TransferConsent { side: string; consent: string; given_by: string; reference: string; taken_by: PersonRef | null; at: string }
export interface TransferSummary { id: string; state: string; state_since: string; due_at: string; line: LineRef | null; giver_id: string; receiver_id: string; category: string; method: string; verified_at: string | null; dealer_id: string; place: string; captured_at: string; reasons: string[] }
export interface Transfer extends TransferSummary { dealer_name: string | null; captured_by: PersonRef | null; consent_text: string; consents: TransferConsent[]; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface CorrectionSummary { id: string; holder_id: string; part: string; document_id: string | null; document_kind: string | null; state: string; evidence: string; reference: string; asked_by: PersonRef | null; asked_at: string; decided_by: PersonRef | null; decided_at: string | null; former_until: string | null; former_gone_at: string | null }
export interface Correction extends CorrectionSummary { next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface PortSummary { id: string; direction: string; line: LineRef | null; operator: string; reference: string; state: string; state_since: string; due_at: string | null; reason: string | null; asked_by: PersonRef | null; asked_at: string }
export interface Port extends PortSummary { next_events: NextEvent[]; timeline: TimelineEntry[] }

export interface ThingSummary { id: string; line: LineRef | null; contact_id: string; device_kind: string; device_masked: string; scenario: string; services: string[]; evidence_ref: string; replaces_id: string | null; state: string; state_since: string; due_at: string | null; end_reason: string | null; bound_by: PersonRef | null; bound_at: string; ended_at: string | null }
export interface Thing extends ThingSummary { device: string; next_events: NextEvent[]; timeline: TimelineEntry[] }
export interface LineWithoutDevice { line: LineRef | null; since: string; due_at: string | null }

export interface Reconciliation { id: string; source: string; name: string; file_sha256: string; state: string; theirs: number; bad: number; repeated: number; ours: number; same: number; opened: number; vanished: number; differing: number; differences: Record<string, number>; started_by: PersonRef | null; started_at: string; ended_at: string | null }
export interface ReconciliationPage extends Reconciliation { timeline: TimelineEntry[] }
export interface LineDifference { line_id: string | null; msisdn_masked: string; state: string | null; found_at: string }
