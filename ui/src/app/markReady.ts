import type { createAppRouter } from './router';

/** Leaves a mark in the page's performance timeline when the first page stands and a frame with it is drawn: `make bench-start`. */
export function markReady(router: ReturnType<typeof createAppRouter>): void {
  const stop = router.subscribe('onRendered', () => {
    stop();
    requestAnimationFrame(() => performance.mark('ready'));
  });
}
