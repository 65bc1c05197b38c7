// Which view a place of `muster-numbers` shows.
import type { Load, View } from '../app/house';
import { commonViews } from '../views/common';

export const views: [string, Load][] = [
  ['/registrations', () => import('./views/registrations/list').then((m) => m.Registrations as View)],
  ['/registrations/:id', () => import('./views/registrations/page').then((m) => m.RegistrationPage as unknown as View)],
  ['/campaigns', () => import('./views/campaigns/list').then((m) => m.Campaigns as View)],
  ['/campaigns/:id', () => import('./views/campaigns/page').then((m) => m.CampaignPage as unknown as View)],
  ['/dealers', () => import('./views/dealers/list').then((m) => m.Dealers as View)],
  ['/dealers/:id', () => import('./views/dealers/page').then((m) => m.DealerPage as unknown as View)],
  ['/duplicates', () => import('./views/duplicates/list').then((m) => m.Duplicates as View)],
  ['/duplicates/:id', () => import('./views/duplicates/page').then((m) => m.DuplicatePage as unknown as View)],
  ['/excess', () => import('./views/excess/list').then((m) => m.Excesses as View)],
  ['/excess/:id', () => import('./views/excess/page').then((m) => m.ExcessPage as unknown as View)],
  ['/companies', () => import('./views/companies/list').then((m) => m.Companies as View)],
  ['/companies/:id', () => import('./views/companies/page').then((m) => m.CompanyPage as unknown as View)],
  ['/transfers', () => import('./views/transfers/list').then((m) => m.Transfers as View)],
  ['/transfers/:id', () => import('./views/transfers/page').then((m) => m.TransferPage as unknown as View)],
  ['/corrections', () => import('./views/corrections/list').then((m) => m.Corrections as View)],
  ['/corrections/:id', () => import('./views/corrections/page').then((m) => m.CorrectionPage as unknown as View)],
  ['/ports', () => import('./views/ports/list').then((m) => m.Ports as View)],
  ['/ports/:id', () => import('./views/ports/page').then((m) => m.PortPage as unknown as View)],
  ['/disputes', () => import('./views/disputes/list').then((m) => m.Disputes as View)],
  ['/disputes/:id', () => import('./views/disputes/page').then((m) => m.DisputePage as unknown as View)],
  ['/requests', () => import('./views/requests/list').then((m) => m.Requests as View)],
  ['/requests/:id', () => import('./views/requests/page').then((m) => m.RequestPage as unknown as View)],
  ['/lines', () => import('./views/lines/list').then((m) => m.Lines as View)],
  ['/lines/:id', () => import('./views/lines/page').then((m) => m.LinePage as unknown as View)],
  ['/pools', () => import('./views/lines/pools').then((m) => m.Pools as View)],
  ['/persons', () => import('./views/persons/find').then((m) => m.Persons as View)],
  ['/persons/:id', () => import('./views/persons/page').then((m) => m.HolderPage as unknown as View)],
  ...commonViews,
];
