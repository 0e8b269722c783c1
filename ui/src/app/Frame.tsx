import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ActivityPanelProvider } from '../features/activity/ActivityPanelProvider';
import { ActivityBar } from './ActivityBar';
import classes from './Frame.module.css';
import { Navigation } from './Navigation';
import { TopBar } from './TopBar';
import { useAppearance } from './useAppearance';

const CommandPalette = lazy(() => import('./CommandPalette'));

/** What stands around every page: top bar, navigation by task, activity bar. */
export function Frame() {
  useAppearance();
  return (
    <ActivityPanelProvider
      frame={(panel) => (
        <div className={classes.frame}>
          <TopBar />
          <Navigation />
          <main className={classes.main}>
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
            {panel}
          </main>
          <ActivityBar />
          <Suspense fallback={null}>
            <CommandPalette />
          </Suspense>
        </div>
      )}
    />
  );
}
