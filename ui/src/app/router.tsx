import type { QueryClient } from '@tanstack/react-query';
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { accountsQuery } from '../ipc/queries/accounts';
import { Frame } from './Frame';
import { RouteError } from './RouteError';
import { rememberedPage } from './rememberedPage';
import { stringsOf } from './search';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Frame });

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const accounts = await context.client.ensureQueryData(accountsQuery);
    if (accounts.length === 0) throw redirect({ to: '/welcome' });
    throw redirect(rememberedPage() ?? { to: '/instances' });
  },
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../features/welcome/WelcomePage'), 'WelcomePage'),
});

/** `account`, `region` and `instance` together open that instance's details. */
const instances = createRoute({
  getParentRoute: () => root,
  path: '/instances',
  validateSearch: stringsOf('account', 'region', 'instance'),
  component: lazyRouteComponent(() => import('../features/inventory/InventoryPage'), 'InventoryPage'),
});

/** `instance`: the same configuration once more. `draft`: go on with it. `image`: start from it. */
const create = createRoute({
  getParentRoute: () => root,
  path: '/create',
  validateSearch: stringsOf('account', 'region', 'instance', 'image', 'draft'),
  component: lazyRouteComponent(() => import('../features/create-instance/CreateInstancePage'), 'CreateInstancePage'),
});

const quotes = createRoute({
  getParentRoute: () => root,
  path: '/quotes',
  validateSearch: stringsOf('account', 'region', 'draft'),
  component: lazyRouteComponent(() => import('../features/quotes/QuotesPage'), 'QuotesPage'),
});

const images = createRoute({
  getParentRoute: () => root,
  path: '/images',
  validateSearch: stringsOf('account', 'region', 'image'),
  component: lazyRouteComponent(() => import('../features/images/ImagesPage'), 'ImagesPage'),
});

/** A noun of all accounts. `account`, `region` and `id` together open the details of one. */
const nouns = createRoute({
  getParentRoute: () => root,
  path: '/nouns/$noun',
  validateSearch: stringsOf('account', 'region', 'id'),
  component: lazyRouteComponent(() => import('../features/nouns/NounPage'), 'NounPage'),
});

/** `cloud` and `operation` open that operation's form. Its parameters are never in the address. */
const explorer = createRoute({
  getParentRoute: () => root,
  path: '/explorer',
  validateSearch: stringsOf('cloud', 'operation', 'account', 'region'),
  component: lazyRouteComponent(() => import('../features/explorer/ExplorerPage'), 'ExplorerPage'),
});

/** `find`: what is looked for in it. */
const journal = createRoute({
  getParentRoute: () => root,
  path: '/journal',
  validateSearch: stringsOf('find'),
  component: lazyRouteComponent(() => import('../features/journal/JournalPage'), 'JournalPage'),
});

/** `add`: open the form for a new account of that cloud; `edit`: the form of that account; `find`: what can be imported. */
const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: stringsOf('add', 'edit', 'find'),
  component: lazyRouteComponent(() => import('../features/accounts/AccountsPage'), 'AccountsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
});

/** `topic`: what is shown; `cloud`: whose account it tells about. */
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  validateSearch: stringsOf('topic', 'cloud'),
  component: lazyRouteComponent(() => import('../features/help/HelpPage'), 'HelpPage'),
});

const tree = root.addChildren([
  index,
  welcome,
  instances,
  create,
  quotes,
  images,
  nouns,
  explorer,
  journal,
  accounts,
  settings,
  help,
]);

/** The routes. The address is a hash, since the window's files have no server behind them. */
export function createAppRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    history: createHashHistory(),
    context: { client },
    defaultErrorComponent: RouteError,
    defaultPreload: 'intent',
  });
  // The code of the first page comes while the shell is asked whether there are accounts.
  void router.loadRouteChunk(router.routesByPath[rememberedPage()?.to ?? '/welcome']);
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
