// What the page shows: the device's standing, the queue, the draft. One place, told to whoever listens.
import { listeners } from '../ui/listeners';
import type { Fault, Line, Standing } from './api';

export type ItemState = 'waiting' | 'sending' | 'looking' | 'accepted' | 'refused' | 'corrected';
// What is kept of a capture beside its sealed packet. The label says no more than the clerk needs to know which it is.
export interface Item {
  id: string;          // the Idempotency-Key
  category: string;
  kind: string;        // of the document
  tail: string;        // the last three digits of the line
  at: string;          // captured, RFC 3339
  size: number;
  sha256: string;
  key_id: string;
  signature: string;
  corrects: string;    // the refused packet that this one puts right
  state: ItemState;
  packet: string;      // the register's id of it
  held: number;        // bytes that the register has
  faults: Fault[];
  settled: string;     // when the register answered
}

export interface State {
  ready: boolean;
  device: string;      // '' : not enrolled
  revoked: boolean;
  standing: Standing | null;
  synced: string;      // when the register last knew that nothing waits
  lines: Line[];
  items: Item[];
  online: boolean;
  syncing: boolean;
  trouble: string;     // code of what kept the last synchronisation from its end
}

let state: State = { ready: false, device: '', revoked: false, standing: null, synced: '', lines: [], items: [], online: navigator.onLine, syncing: false, trouble: '' };
const { tell, useTold } = listeners();

export const current = (): State => state;
export function change(part: Partial<State>): void {
  state = { ...state, ...part };
  tell();
}
export function useApp(): State {
  useTold();
  return state;
}

export const waiting = (s: State): Item[] => s.items.filter((i) => i.state === 'waiting' || i.state === 'sending' || i.state === 'looking');
// Why nothing new may be captured now; '' : it may.
export function closedBecause(s: State, at: Date): '' | 'frozen' | 'hindered' | 'quota' | 'no_lines' {
  if (s.standing && at.toISOString() > s.standing.frozen_at) return 'frozen';
  if (s.standing?.hindrance) return 'hindered';
  if (s.standing && s.standing.left_today - s.items.filter((i) => i.state === 'waiting').length <= 0) return 'quota';
  return s.lines.length ? '' : 'no_lines';
}
