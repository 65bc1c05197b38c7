import { useEffect } from 'preact/hooks';

// The keys that a page takes while nobody types; whatever `does` names is done and the browser does nothing else.
export function useKeys(does: Record<string, (() => void) | null | undefined | false>): void {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || (e.target as Element).closest('input, textarea, select, dialog')) return;
      const act = does[e.key.toLowerCase()];
      if (!act) return;
      e.preventDefault();
      act();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  });
}
