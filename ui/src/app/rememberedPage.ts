import { PAGES } from './pages';
import type { createAppRouter } from './router';
import { stringsOf } from './search';

const KEY = 'page';

type PagePath = (typeof PAGES)[number][number]['to'];

/** The parts of an address that say where one works. What was merely open on a page (a form, details) is not reopened. */
const placeOf = stringsOf('account', 'region', 'cloud', 'operation');

/** Where the window opens: a page of the navigation and the place it showed. */
type Remembered = { to: PagePath; search: ReturnType<typeof placeOf> };

/** Keeps the page the router is on for the next start. */
export function rememberPages(router: ReturnType<typeof createAppRouter>): () => void {
  return router.subscribe('onResolved', ({ toLocation: { pathname, search } }) => {
    if (isPage(pathname)) localStorage.setItem(KEY, JSON.stringify({ to: pathname, search: placeOf({ ...search }) }));
  });
}

/** The page of the last time, if there was one and this version still has it. */
export function rememberedPage(): Remembered | null {
  try {
    const { to, search } = JSON.parse(localStorage.getItem(KEY) ?? '') as Remembered;
    return isPage(to) ? { to, search: placeOf(search ?? {}) } : null;
  } catch {
    return null;
  }
}

function isPage(path: string): path is PagePath {
  return PAGES.flat().some(({ to }) => to === path);
}
