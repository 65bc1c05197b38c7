// Where the page is: #/ · #/capture/name · #/correct/<id of the queue>. Nothing personal stands in an address.
import { useLayoutEffect, useState } from 'preact/hooks';

export const place = (): string => location.hash.replace(/^#/, '') || '/';
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, '', '#' + to);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = to;
  }
}
export function usePlace(): string {
  const [at, set] = useState(place());
  useLayoutEffect(() => {
    const f = (): void => set(place());
    addEventListener('hashchange', f);
    return () => removeEventListener('hashchange', f);
  }, []);
  return at;
}
