import { useTranslation } from 'react-i18next';
import classes from './SandboxMark.module.css';

/** Says that nothing here costs anything. */
export function SandboxMark() {
  const { t } = useTranslation();
  return (
    <span className={classes.mark} title={t('common.sandboxHint')}>
      {t('common.sandbox')}
    </span>
  );
}
