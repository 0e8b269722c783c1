import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import frame from '../../app/Frame.module.css';
import { KeyHint } from '../../app/Keys';
import { Mark } from '../../app/Mark';
import { rememberedLanguage, rememberLanguage } from '../../app/rememberedLanguage';
import { ariaKeys, SHORTCUTS } from '../../app/shortcuts';
import { useShortcut } from '../../app/useShortcut';
import classes from './Trouble.module.css';

/** Name, theme, language: as in the program's own bar, but without settings to keep them in. */
export function TroubleBar() {
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const [language, setLanguage] = useState(rememberedLanguage);
  const other = language === 'zh-CN' ? 'EN' : '中文';

  useLayoutEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language);
    document.documentElement.lang = language;
    rememberLanguage(language);
  }, [i18n, language]);

  const turnLanguage = () => setLanguage(language === 'zh-CN' ? 'en' : 'zh-CN');
  const turnScheme = () => setColorScheme(scheme === 'dark' ? 'light' : 'dark');
  useShortcut('language', turnLanguage);
  useShortcut('theme', turnScheme);

  return (
    <header className={classes.bar}>
      <div className={frame.brand}>
        <Mark />
        Yundeck
      </div>
      <div className={frame.spacer} />
      <KeyHint label={t('frame.theme')} shortcut="theme">
        <button
          type="button"
          className={frame.tool}
          aria-label={t('frame.theme')}
          aria-keyshortcuts={ariaKeys(SHORTCUTS.theme.keys[0])}
          data-testid="theme-toggle"
          onClick={turnScheme}
        >
          {scheme === 'dark' ? <IconSun size={15} aria-hidden /> : <IconMoon size={15} aria-hidden />}
        </button>
      </KeyHint>
      <KeyHint label={t('frame.language')} shortcut="language">
        <button
          type="button"
          className={frame.tool}
          aria-label={`${t('frame.language')} ${other}`}
          aria-keyshortcuts={ariaKeys(SHORTCUTS.language.keys[0])}
          data-testid="language-toggle"
          onClick={turnLanguage}
        >
          {other}
        </button>
      </KeyHint>
    </header>
  );
}
