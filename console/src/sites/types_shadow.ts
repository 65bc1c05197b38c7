// Comparisons with another system, as docs/openapi.yaml has them.
import type { PersonRef, Why } from '../api/types';

export interface Comparison { id: string; number: number; state: string; source_name: string; by: PersonRef | null; started_at: string; finished_at: string | null; names: number; agree: number; standing_differs: number; blocked_here: number; blocked_there: number; bad_lines: number; kept: number; pairs: { theirs: string; ours: string; names: number }[]; problem: Why | null }
export interface ComparedName { name: string; line: number; theirs: string | null; ours: string; rule: string; sentence: string; blocked_theirs: boolean | null; blocked_ours: boolean; standing_differs: boolean; blocked_differs: boolean; site_id: string | null }
