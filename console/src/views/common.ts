// The views that both consoles have.
import type { Load, View } from '../app/house';

export const commonViews: [string, Load][] = [
  ['/ledger', () => import('./ledger/page').then((m) => m.Ledger as View)],
  ['/jobs', () => import('./jobs').then((m) => m.Jobs as View)],
  ['/people', () => import('./people/list').then((m) => m.People as View)],
  ['/people/:id', () => import('./people/page').then((m) => m.PersonPage as unknown as View)],
  ['/settings', () => import('./settings').then((m) => m.Settings as View)],
];
