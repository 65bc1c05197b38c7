// The shapes of docs/openapi.yaml about evidence's terms and holds.
import type { PersonRef } from '../api/types';

export interface EvidenceKeeper { kind: string; ref: string; label: string; stands: boolean; since: string; ends_at: string | null }
export interface EvidenceFate { test_id: string; url: string | null; tested_at: string; ends_at: string | null; rule: string | null; keepers: EvidenceKeeper[]; destroyed: { at: string; rule: string; term: string; sha256: string; sentence: string } | null }
export interface EvidenceHold { id: string; kind: string; site: string | null; case_id: string | null; case_number: string | null; from: string | null; to: string | null; law: string; reference: string; reason: string; set_by: PersonRef | null; set_at: string; until: string | null; stands: boolean; lifted_by: PersonRef | null; lifted_at: string | null; lift_reason: string | null; may_lift: boolean }
export interface CourtBundle { id: string; case_id: string; purpose: string; reference: string | null; asked_by: PersonRef | null; asked_at: string; job_id: string; made_at: string | null; removed_at: string | null; kept_until: string | null; sha256: string | null; bytes: number; tests: number }
