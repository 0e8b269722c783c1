import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ActivityPanelProvider } from '../features/activity/ActivityPanelProvider';
import { InstanceActsProvider } from '../features/inventory/InstanceActsProvider';
import { LeavingQuestion } from '../features/leaving/LeavingQuestion';
import { ActivityBar } from './ActivityBar';
import classes from './Frame.module.css';
import { Navigation } from './Navigation';
import { TopBar } from './TopBar';
import { useActions } from './useActions';
import { useAppearance } from './useAppearance';
import { useShortcut } from './useShortcut';

const CommandPalette = lazy(() => import('./palette/CommandPalette'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog'));

/** What stands around every page: top bar, navigation by task, activity bar. */
export function Frame() {
  useAppearance();
  return (
    <InstanceActsProvider>
      <ActivityPanelProvider frame={(panel) => <Framed panel={panel} />} />
    </InstanceActsProvider>
  );
}

function Framed({ panel }: { panel: React.ReactNode }) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const [searching, palette] = useDisclosure();
  const [listing, help] = useDisclosure();
  const { actions, refresh } = useActions(help.open);
  useShortcut('palette', palette.open);
  useShortcut('search', () => {
    const field = main.current?.querySelector<HTMLInputElement>('[data-search]');
    field?.focus();
    field?.select();
  });

  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} data-testid="skip" onClick={() => main.current?.focus()}>
        {t('frame.skip')}
      </button>
      <TopBar actions={actions} refresh={refresh} onSearch={palette.open} />
      <Navigation />
      <main ref={main} className={classes.main} tabIndex={-1}>
        <div className={classes.page}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </div>
        {panel}
      </main>
      <ActivityBar />
      <LeavingQuestion />
      <Suspense fallback={null}>
        {searching && <CommandPalette actions={actions} onClose={palette.close} />}
        {listing && <ShortcutsDialog onClose={help.close} />}
      </Suspense>
    </div>
  );
}
