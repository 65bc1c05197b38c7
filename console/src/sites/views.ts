// Which view a place of `muster` shows.
import type { Load, View } from '../app/house';
import { commonViews } from '../views/common';

export const views: [string, Load][] = [
  ['/filings', () => import('./views/filings/list').then((m) => m.Filings as View)],
  ['/filings/new', () => import('./views/filings/new').then((m) => m.NewFiling as View)],
  ['/filings/import', () => import('./views/filings/import').then((m) => m.ImportFilings as View)],
  ['/filings/conflicts', () => import('./views/filings/reconcile').then((m) => m.Reconcile as View)],
  ['/filings/:id', () => import('./views/filings/page').then((m) => m.FilingPage as unknown as View)],
  ['/sites/:id', () => import('./views/filings/site').then((m) => m.SitePage as unknown as View)],
  ['/domains', () => import('./views/domains/list').then((m) => m.Domains as View)],
  ['/domains/import', () => import('./views/domains/import').then((m) => m.ImportDomains as View)],
  ['/domains/:name', () => import('./views/domains/page').then((m) => m.DomainPage as unknown as View)],
  ['/subjects/:id', () => import('./views/filings/subject').then((m) => m.SubjectPage as unknown as View)],
  ['/resources', () => import('./views/resources/list').then((m) => m.Resources as View)],
  ['/resources/import', () => import('./views/resources/import').then((m) => m.ImportBlocks as View)],
  ['/resources/:id', () => import('./views/resources/block').then((m) => m.BlockPage as unknown as View)],
  ['/resources/leases/:id', () => import('./views/resources/lease').then((m) => m.LeasePage as unknown as View)],
  ['/census', () => import('./views/census').then((m) => m.Census as View)],
  ['/legacy', () => import('./views/legacy').then((m) => m.Legacy as View)],
  ['/testing', () => import('./views/testing/list').then((m) => m.Testing as View)],
  ['/testing/visits/:id', () => import('./views/testing/visit').then((m) => m.VisitPage as unknown as View)],
  ['/testing/schedule/:host', () => import('./views/testing/schedule').then((m) => m.SchedulePage as unknown as View)],
  ['/testing/suspicions/:id', () => import('./views/testing/suspicion').then((m) => m.SuspicionPage as unknown as View)],
  ['/testing/bundles/:id', () => import('./views/bundles/page').then((m) => m.BundlePage as unknown as View)],
  ['/cases', () => import('./views/cases/list').then((m) => m.Cases as View)],
  ['/cases/:id', () => import('./views/cases/page').then((m) => m.CasePage as unknown as View)],
  ['/decisions/:id', () => import('./views/cases/decision_page').then((m) => m.DecisionPage as unknown as View)],
  ['/orders', () => import('./views/orders/list').then((m) => m.Orders as View)],
  ['/orders/:id', () => import('./views/orders/page').then((m) => m.OrderPage as unknown as View)],
  ['/appeals/:id', () => import('./views/orders/appeal').then((m) => m.AppealPage as unknown as View)],
  ...commonViews,
];
