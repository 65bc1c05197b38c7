import { useLayoutEffect } from 'preact/hooks';

// The keys that a page takes while nobody types; whatever `does` names is done and the browser does nothing else. It listens
// as soon as the page is drawn: a key that was pressed a moment later would be lost.
export function useKeys(does: Record<string, (() => void) | null | undefined | false>): void {
  useLayoutEffect(() => {
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
