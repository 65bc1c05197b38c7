// The rail, and where a record has its page: as the house says, for the roles of who is signed in.
import { house, type Entry } from './house';
import { current } from './session';

export function rail(): Entry[] {
  const mine = current()?.roles ?? [];
  const kind = current()?.instance.kind;
  return house().entries.filter((e) => (!e.only || e.only === kind) && (e.roles === null || e.roles.some((r) => mine.includes(r))));
}

export const recordPath = (kind: string, id: string): string | null => house().recordPath(kind, id);
