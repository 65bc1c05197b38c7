// Who is signed in, and what kind of instance this is. One place, read by every view.
import { ask, setCsrf, whenSignedOut } from '../api/client';
import { forgetAll } from '../api/resource';
import type { Problem, Session } from '../api/types';
import { listeners } from '../ui/listeners';

let session: Session | null = null;
let failed: Problem | null = null;
const { tell, useTold } = listeners();

function take(next: Session): void {
  session = next;
  failed = null;
  setCsrf(next.csrf_token ?? '');
  tell();
}

export async function readSession(): Promise<void> {
  const answer = await ask<Session>('/session');
  if (answer.ok && answer.data) take(answer.data);
  else {
    failed = answer.problem ?? null;
    tell();
  }
}

export async function signIn(login: string, password: string): Promise<Problem | null> {
  const answer = await ask<Session>('/session', { body: { login, password } });
  if (!answer.ok || !answer.data) return answer.problem ?? null;
  forgetAll();
  take(answer.data);
  return null;
}

export async function signOut(): Promise<void> {
  await ask('/session', { method: 'DELETE' });
  forgetAll();
  await readSession();
}

whenSignedOut(() => {
  if (!session?.signed_in) return;
  session = { signed_in: false, instance: session.instance };
  tell();
});

export const current = (): Session | null => session;
export const has = (...roles: string[]): boolean => roles.some((r) => session?.roles?.includes(r));
export const me = (): string => session?.person?.id ?? '';

export function useSession(): { session: Session | null; failed: Problem | null } {
  useTold();
  return { session, failed };
}
