// Whoever draws what is changed elsewhere listens to it: since its first drawing, with nothing able to run in between. A
// change that came between the drawing and the listening would never be drawn.
import { useLayoutEffect, useState } from 'preact/hooks';

export interface Listeners {
  tell: () => void;
  add: (f: () => void) => () => void; // gives what ends it
  useTold: () => void;                // draws again when told
}
export function listeners(): Listeners {
  const all = new Set<() => void>();
  const add = (f: () => void): (() => void) => {
    all.add(f);
    return () => void all.delete(f);
  };
  return {
    add,
    tell: () => all.forEach((f) => f()),
    useTold: () => {
      const [, again] = useState(0);
      useLayoutEffect(() => add(() => again((n) => n + 1)), []);
    },
  };
}
