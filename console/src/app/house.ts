// Which of the two consoles this is: its name, its places, its views and its words. Each entry (sites/main.tsx,
// numbers/main.tsx) says it once; what both have in common reads it here, so that nothing of one house is in the other.
import type { ComponentType } from 'preact';
import type { Dictionary, Key } from '../i18n';

// The pattern's parts are the view's properties.
export type View = ComponentType<Record<string, string>>;
export type Load = () => Promise<View>;

export interface Entry {
  path: string;
  name: Key;
  roles: string[] | null;  // null: whoever is signed in
  only?: string;           // in instances of that kind alone
  also?: RegExp;           // pages that stand under it at another address
}

export interface Hit { group: string; title: string; detail: string; path: string }

export interface House {
  name: string;                                                        // beside the mark and in the window's title
  words: Dictionary;
  entries: Entry[];                                                    // the rail, in the order of the flow
  views: [string, Load][];                                             // each is loaded when it is first opened
  recordPath: (kind: string, id: string) => string | null;             // where a record has its page
  states: (kind: string) => string;                                    // the group of words for the states of such records
  changes: Record<string, string[]>;                                   // what of the API a change of such a record touches
  served: string[];                                                    // what the server answers itself: links to it leave the console
  figures: Record<string, string>;                                     // where each figure of the home page leads
  roles: string[];                                                     // that an administrator gives
  links: { path: string; name: Key; at: ('rail' | 'sign_in')[] }[];    // public pages
  find: (text: string, signal: AbortSignal) => Promise<Hit[] | null>;  // records by what was typed; null: no answer
}

let one: House;

export function build(house: House): void {
  one = house;
}
export const house = (): House => one;
