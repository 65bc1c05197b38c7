// Errors say what happened, what was kept and what to do. The server's sentence comes first; ours stands in for it.
import { hasWord, t, word } from '../i18n';
import type { Problem as ProblemData } from '../api/types';

export function sentence(p: ProblemData): string {
  if (hasWord('problem', p.code)) return word('problem', p.code);
  if (p.detail) return p.detail;
  return t('problem.unexpected');
}

export function Problem({ problem, retry }: { problem: ProblemData | null | undefined; retry?: (() => void) | undefined }) {
  if (!problem) return null;
  const others = (problem.errors ?? []).filter((e) => e.sentence !== problem.detail);
  return (
    <div class="problem" role="alert">
      <p>{sentence(problem)}</p>
      {others.length > 0 && <ul>{others.map((e) => <li key={e.field + e.code}>{e.field && <code>{e.field}</code>} {e.sentence}</li>)}</ul>}
      <p class="meta">{problem.code}{retry && <> · <button class="link" onClick={retry}>{t('act.retry')}</button></>}</p>
    </div>
  );
}

export function fault(problem: ProblemData | null | undefined, field: string): string | undefined {
  return problem?.errors?.find((e) => e.field === field)?.sentence;
}

export function Loading() {
  return <div class="skeleton" role="status" aria-label={t('state.loading')}><i /><i /><i /><i /><i /><i /></div>;
}
