import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from '@tanstack/react-router'
import { queryString } from '../lib/api/http'
import { CataloguePage } from '../features/catalogue/CataloguePage'
import { readSearch } from '../features/catalogue/params'
import { readLineSearch, readPeriodSearch } from '../features/autogen/params'
import { readDocumentSearch, readOriginSearch } from '../features/documents/params'
import { readGallerySearch } from '../features/galleries/params'
import { readInvoiceSearch } from '../features/invoices/params'
import { readCheckSearch } from '../features/visits/check/check'
import { isMonthInUrl, readVisitsSearch } from '../features/visits/params'
import { NotFound } from './NotFound'
import { RouteError } from './RouteError'
import { Shell } from './Shell'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readSearch,
  component: () => <CataloguePage urlSearch={home.useSearch()} />,
})
const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  validateSearch: readSearch,
  component: () => <CataloguePage urlSearch={clients.useSearch()} />,
})
export const cardRoute = createRoute({
  getParentRoute: () => root,
  path: '/clients/$id',
  validateSearch: (raw: Record<string, unknown>): { unit?: string; year?: string } => ({ unit: text(raw.unit), year: text(raw.year) }),
  component: lazyRouteComponent(() => import('../features/card/CardPage'), 'CardPage'),
})
export const newRoute = createRoute({
  getParentRoute: () => root,
  path: '/clients/new',
  validateSearch: (raw: Record<string, unknown>): { name?: string } => ({ name: text(raw.name) }),
  component: lazyRouteComponent(() => import('../features/profile/NewClientPage'), 'NewClientPage'),
})
export const editRoute = createRoute({
  getParentRoute: () => root,
  path: '/clients/$id/edit',
  component: lazyRouteComponent(() => import('../features/profile/EditClientPage'), 'EditClientPage'),
})
const invoices = createRoute({
  getParentRoute: () => root,
  path: '/invoices',
  validateSearch: readInvoiceSearch,
  component: lazyRouteComponent(() => import('../features/invoices/InvoicesPage'), 'InvoicesPage'),
})
const newInvoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/new',
  validateSearch: (raw: Record<string, unknown>): { client?: string; unit?: string } => ({ client: text(raw.client), unit: text(raw.unit) }),
  component: lazyRouteComponent(() => import('../features/invoices/NewInvoicePage'), 'NewInvoicePage'),
})
const invoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('../features/invoices/InvoicePage'), 'InvoicePage'),
})
const editInvoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/$id/edit',
  component: lazyRouteComponent(() => import('../features/invoices/EditInvoicePage'), 'EditInvoicePage'),
})
const autogen = createRoute({
  getParentRoute: () => root,
  path: '/autogen',
  validateSearch: readLineSearch,
  component: lazyRouteComponent(() => import('../features/autogen/LinesPage'), 'LinesPage'),
})
const newLine = createRoute({
  getParentRoute: () => root,
  path: '/autogen/new',
  validateSearch: (raw: Record<string, unknown>): { client?: string; unit?: string } => ({ client: text(raw.client), unit: text(raw.unit) }),
  component: lazyRouteComponent(() => import('../features/autogen/NewLinePage'), 'NewLinePage'),
})
const periods = createRoute({
  getParentRoute: () => root,
  path: '/autogen/periods',
  validateSearch: readPeriodSearch,
  component: lazyRouteComponent(() => import('../features/autogen/PeriodsPage'), 'PeriodsPage'),
})
const indexations = createRoute({
  getParentRoute: () => root,
  path: '/autogen/indexations',
  component: lazyRouteComponent(() => import('../features/autogen/IndexationsPage'), 'IndexationsPage'),
})
const line = createRoute({
  getParentRoute: () => root,
  path: '/autogen/$id',
  component: lazyRouteComponent(() => import('../features/autogen/LinePage'), 'LinePage'),
})
const editLine = createRoute({
  getParentRoute: () => root,
  path: '/autogen/$id/edit',
  component: lazyRouteComponent(() => import('../features/autogen/EditLinePage'), 'EditLinePage'),
})
const visits = createRoute({
  getParentRoute: () => root,
  path: '/visits/$unit/$year/$month',
  beforeLoad: ({ params }) => {
    if (!isMonthInUrl(params)) notFound({ throw: true })
  },
  validateSearch: readVisitsSearch,
  component: lazyRouteComponent(() => import('../features/visits/VisitsPage'), 'VisitsPage'),
})
const visitCheck = createRoute({
  getParentRoute: () => root,
  path: '/visits/check',
  validateSearch: readCheckSearch,
  component: lazyRouteComponent(() => import('../features/visits/check/CheckPage'), 'CheckPage'),
})
const documents = createRoute({
  getParentRoute: () => root,
  path: '/documents',
  validateSearch: readDocumentSearch,
  component: lazyRouteComponent(() => import('../features/documents/DocumentsPage'), 'DocumentsPage'),
})
const document = createRoute({
  getParentRoute: () => root,
  path: '/documents/$id',
  validateSearch: readOriginSearch,
  component: lazyRouteComponent(() => import('../features/documents/DocumentPage'), 'DocumentPage'),
})
const today = createRoute({
  getParentRoute: () => root,
  path: '/today',
  component: lazyRouteComponent(() => import('../features/today/TodayPage'), 'TodayPage'),
})
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/galleries/$unit',
  validateSearch: readGallerySearch,
  component: lazyRouteComponent(() => import('../features/galleries/GalleryPage'), 'GalleryPage'),
})
const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  component: lazyRouteComponent(() => import('../features/groups/GroupsPage'), 'GroupsPage'),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
})

/** ?a=1&a=2 as {a: ["1", "2"]}: plain repeated keys, as the BFF takes them. */
export function parseSearch(search: string): Record<string, unknown> {
  const out: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(search)) {
    const before = out[key]
    out[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return out
}

export const router = createRouter({
  routeTree: root.addChildren([home, clients, newRoute, editRoute, cardRoute, invoices, newInvoice, editInvoice, invoice, autogen, newLine, periods, indexations, editLine, line, visits, visitCheck, today, documents, document, gallery, groups, settings]),
  parseSearch,
  // What a page does not understand leaves the URL: else its own reading of it would be mixed with the raw one.
  search: { strict: true },
  stringifySearch: (search) => queryString(search as Record<string, string | string[]>),
  defaultPreload: 'intent',
  defaultPendingMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
