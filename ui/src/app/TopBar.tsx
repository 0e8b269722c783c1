import { Tooltip, useComputedColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconMoon, IconRefresh, IconSearch, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../components/TimeText';
import { useSaveSettings, useSettings } from '../ipc/queries/settings';
import classes from './Frame.module.css';
import { Mark } from './Mark';
import { useRefresh } from './useRefresh';

/** Name, search, refresh, theme, language. */
export function TopBar() {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const { language } = useSettings();
  const save = useSaveSettings();
  const { refresh, refreshing, refreshedAt, any } = useRefresh();

  return (
    <header className={classes.top}>
      <div className={classes.brand}>
        <Mark />
        Yundeck
      </div>
      <button type="button" className={classes.search} onClick={spotlight.open} data-testid="search-open">
        <IconSearch size={14} aria-hidden />
        {t('frame.search')}
        <kbd>Ctrl K</kbd>
      </button>
      <div className={classes.spacer} />
      {any && (
        <Tooltip label={t('frame.refresh')}>
          <button
            type="button"
            className={classes.tool}
            aria-label={t('frame.refresh')}
            data-testid="refresh"
            disabled={refreshing}
            onClick={refresh}
          >
            <IconRefresh size={15} className={refreshing ? classes.turning : undefined} aria-hidden />
            {refreshing ? t('frame.refreshing') : refreshedAt && <TimeText at={refreshedAt} show="distance" />}
          </button>
        </Tooltip>
      )}
      <Tooltip label={t('frame.theme')}>
        <button
          type="button"
          className={classes.tool}
          aria-label={t('frame.theme')}
          data-testid="theme-toggle"
          onClick={() => save.mutate({ theme: scheme === 'dark' ? 'light' : 'dark' })}
        >
          {scheme === 'dark' ? <IconSun size={15} aria-hidden /> : <IconMoon size={15} aria-hidden />}
        </button>
      </Tooltip>
      <button
        type="button"
        className={classes.tool}
        aria-label={t('frame.language')}
        data-testid="language-toggle"
        onClick={() => save.mutate({ language: language === 'zh-CN' ? 'en' : 'zh-CN' })}
      >
        {language === 'zh-CN' ? 'EN' : '中文'}
      </button>
    </header>
  );
}
