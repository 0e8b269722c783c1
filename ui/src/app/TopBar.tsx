import { useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconRefresh, IconSearch, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../components/TimeText';
import { UpdateNotice } from '../features/update/UpdateNotice';
import { useSettings } from '../ipc/queries/settings';
import classes from './Frame.module.css';
import { KeyHint, Keys } from './Keys';
import { Mark } from './Mark';
import type { Actions } from './palette/entries';
import { ariaKeys, SHORTCUTS } from './shortcuts';
import type { useRefresh } from './useRefresh';

type Props = { actions: Actions; refresh: ReturnType<typeof useRefresh>; onSearch: () => void };

/** Name, search, refresh, theme, language. */
export function TopBar({ actions, refresh: { refreshing, refreshedAt, any }, onSearch }: Props) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const other = useSettings().language === 'zh-CN' ? 'EN' : '中文';

  return (
    <header className={classes.top}>
      <div className={classes.brand}>
        <Mark />
        Yundeck
      </div>
      <button
        type="button"
        className={classes.search}
        onClick={onSearch}
        data-testid="search-open"
        aria-keyshortcuts={ariaKeys(SHORTCUTS.palette.keys[0])}
      >
        <IconSearch size={14} aria-hidden />
        {t('frame.search')}
        <Keys combination={SHORTCUTS.palette.keys[0]} />
      </button>
      <div className={classes.spacer} />
      <UpdateNotice className={classes.tool} />
      {any && (
        <KeyHint label={t('frame.refresh')} shortcut="refresh">
          <button
            type="button"
            className={classes.tool}
            aria-keyshortcuts={ariaKeys(SHORTCUTS.refresh.keys[0])}
            data-testid="refresh"
            disabled={refreshing}
            onClick={actions.refresh}
          >
            <IconRefresh size={15} className={refreshing ? 'yd-turning' : undefined} aria-hidden />
            <span className="yd-unseen">{t('frame.refresh')}</span>
            {refreshing ? t('frame.refreshing') : refreshedAt && <TimeText at={refreshedAt} show="distance" />}
          </button>
        </KeyHint>
      )}
      <KeyHint label={t('frame.theme')} shortcut="theme">
        <button
          type="button"
          className={classes.tool}
          aria-label={t('frame.theme')}
          aria-keyshortcuts={ariaKeys(SHORTCUTS.theme.keys[0])}
          data-testid="theme-toggle"
          onClick={actions.theme}
        >
          {scheme === 'dark' ? <IconSun size={15} aria-hidden /> : <IconMoon size={15} aria-hidden />}
        </button>
      </KeyHint>
      <KeyHint label={t('frame.language')} shortcut="language">
        <button
          type="button"
          className={classes.tool}
          aria-label={`${t('frame.language')} ${other}`}
          aria-keyshortcuts={ariaKeys(SHORTCUTS.language.keys[0])}
          data-testid="language-toggle"
          onClick={actions.language}
        >
          {other}
        </button>
      </KeyHint>
    </header>
  );
}
