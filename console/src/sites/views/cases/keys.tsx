import { useLayoutEffect } from 'preact/hooks';
import { ask } from '../../../api/client';
import { go } from '../../../app/router';
import { t } from '../../../i18n';
import type { Case, CaseSummary, List } from '../../types';
import { Dialog } from '../../../ui/form';

interface Does {
  blur: () => void;
  help: () => void;
  element: (name: string) => void;
  evidence: (ref: string) => void;
  now: string | null;
}

// The neighbour in the case's own queue; once the case waits for nobody, among all.
async function neighbour(c: Case, by: number): Promise<void> {
  const answer = await ask<List<CaseSummary>>(c.step ? `/case-queue?step=${c.step}&everybody=true&limit=200` : '/cases?limit=200');
  const items = answer.data?.items ?? [];
  const at = items.findIndex((x) => x.id === c.id);
  const next = items[at + by];
  if (at >= 0 && next) go(`/cases/${next.id}`);
}

// T, H, R: claim.tsx. J/K next and previous case · 1-9 element · E next evidence · B blur · D decide or sign · ? this help.
export function useCaseKeys(c: Case | undefined, does: Does): void {
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (!c || e.ctrlKey || e.metaKey || e.altKey || (e.target as Element).closest('input, textarea, select, dialog')) return;
      const k = e.key.toLowerCase();
      if (k === 'b') does.blur();
      else if (e.key === '?') does.help();
      else if (k === 'j') void neighbour(c, 1);
      else if (k === 'k') void neighbour(c, -1);
      else if (k === 'd') {
        const box = document.getElementById('decide') ?? document.getElementById('sign');
        box?.scrollIntoView({ block: 'start' });
        box?.querySelector<HTMLElement>('select, input, textarea, button')?.focus();
      } else if (k === 'e' && c.evidence?.length) {
        const at = c.evidence.findIndex((x) => x.ref === does.now);
        does.evidence(c.evidence[(at + 1) % c.evidence.length]!.ref);
      } else if (/^[1-9]$/.test(k) && c.elements?.[Number(k) - 1]) {
        does.element(c.elements[Number(k) - 1]!.element);
        const box = document.getElementById(`element-${k}`);
        box?.scrollIntoView({ block: 'nearest' });
        box?.querySelector<HTMLElement>('button')?.focus();
      } else return;
      e.preventDefault();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [c, does.now]);
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [['J / K', t('keys.next')], ['1 – 9', t('keys.element')], ['E', t('keys.evidence')], ['B', t('keys.blur')], ['P', t('keys.picture')], ['G', t('keys.grey')], ['M', t('keys.minor')], ['D', t('keys.decide')], ['T', t('keys.take')], ['H', t('keys.hand')], ['R', t('keys.release')], ['/', t('keys.search')], ['?', t('keys.help')]];
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div class="inside">
        <h1>{t('keys.title')}</h1>
        <dl class="facts">{keys.map(([k, what]) => <><dt><kbd>{k}</kbd></dt><dd>{what}</dd></>)}</dl>
        <div class="acts"><button onClick={onClose}>{t('act.close')}</button></div>
      </div>
    </Dialog>
  );
}
