// The shapes that the APIs of both programs have in common (docs/openapi.yaml, docs/openapi-numbers.yaml).
export interface Problem { type?: string; title: string; status: number; code: string; detail: string; errors?: { field: string; code: string; sentence: string }[] }
export interface List<T> { items: T[]; next: string | null }
export interface Why { code: string; sentence: string }
export interface PersonRef { id: string; display_name: string; party?: string }
export interface RecordLink { record_kind: string; record_id: string; title: string; state: string; detail?: string }
export interface NextEvent { event: string; to: string; allowed: boolean; why_not: Why[]; needs_reasons: boolean }
export interface TimelineEntry { event_id: string; at: string; kind: string; actor: PersonRef | null; record_kind: string; record_id: string; ledger_index: number | null; body?: Record<string, unknown> }
export interface Clock { clock: string; due_at: string; breached: boolean }
export interface Instance { name: string; kind: 'production' | 'demo' | 'training'; shadow?: boolean; version: string; now: string; time_zone: string; working_now: boolean; next_working_at: string }
export interface Session { signed_in: boolean; person?: PersonRef; party?: { id: string; name: string; kind: string }; roles?: string[]; language?: string; csrf_token?: string; must_change_password?: boolean; instance: Instance }
export interface HomeItem { what: string; record_kind: string; record_id: string; title: string; state: string; due_at: string | null }
export interface Home { waiting: HomeItem[]; expiring: HomeItem[]; changed: (TimelineEntry & { count: number })[]; figures: { figure: string; value: number }[] }
export interface Job { id: string; kind: string; state: string; progress: { done: number; total: number | null; phase: string }; created_at: string; finished_at: string | null; result: Record<string, unknown> | null; problem: Problem | null }
export interface ImportReport { dry_run: boolean; lines: number; accepted: number; refused: number; errors: { line: number; number?: string; field: string; code: string; sentence: string }[] }
export interface SigningKey { id: string; person_id: string; kind: 'webauthn' | 'webcrypto'; label: string; credential_id: string | null; fingerprint: string; public_key: string; state: string; created_at: string; enrolled_by: PersonRef | null; enrolled_at: string | null }
export interface Checkpoint { origin: string; size: number; root_hash: string; at: string; note: string; cosigned_by: string[] }
export interface LedgerEntry { index: number; event_id: string; at: string; kind: string; actor: string; actor_name: string | null; record_kind: string; record_id: string; leaf_data: string; leaf_hash: string; body: unknown; salt: string | null }
export interface InclusionProof { index: number; size: number; leaf_hash: string; root_hash: string; hashes: string[] }
export interface ConsistencyProof { from: number; to: number; from_root: string; to_root: string; hashes: string[] }
export interface LedgerKey { name: string; key_hash: string; algorithm: string; public_key: string; vkey: string }
export interface Witness { name: string; key_hash: string; vkey: string; cosigned_size: number | null; cosigned_at: string | null }
export interface Party { id: string; name: string; kind: string; licence_number?: string | null; region?: string | null }
export interface Person { id: string; display_name: string; login: string; party: Party; roles: string[]; state: string; keys: SigningKey[]; last_signed_in_at: string | null; first_password?: string; timeline?: TimelineEntry[] }
export interface KeyChallenge { challenge: string; rp_id: string; rp_name: string; user_handle: string; user_name: string; proof_text: string; kinds: string[] }
