// The register of another system as docs/openapi.yaml has it.
import type { PersonRef } from '../api/types';

export interface TakeoverMapping { name: string; version: number; system: string; table: string | null; reverify: boolean; saved_at: string; by: PersonRef | null; text?: string }
export interface TakeoverOrigin { source: string; system: string; file: string; law: string | null; reverify_by: string | null; begun_at: string; accepted: number }
export interface ToVerifyAgain { site_id: string; number: string; name: string; system: string; due: string }
