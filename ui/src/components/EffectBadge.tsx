import { useTranslation } from 'react-i18next';
import type { Effect } from '../ipc/bindings';
import classes from './EffectBadge.module.css';

/** What an operation does to the account, as a coloured word. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-effect={effect}>
      {t(`effect.${effect}`)}
    </span>
  );
}
