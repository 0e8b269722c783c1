import { IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Images.module.css';
import type { Making } from './making';

/** Images in the making, above those that are there. */
export function MakingRows({ making, onOpen }: { making: Making[]; onOpen: (activity: string) => void }) {
  const { t } = useTranslation();
  if (making.length === 0) return null;
  return (
    <ul className={classes.making} role="status" aria-label={t('images.making')}>
      {making.map(({ activity, name }) => (
        <li key={activity} className={classes.makingRow} data-testid="image-making">
          <IconLoader2 size={14} className="yd-turning" aria-hidden />
          <span>{t('images.making')}</span>
          <b className={classes.makingName} title={name}>
            {name}
          </b>
          <button type="button" className="yd-link" onClick={() => onOpen(activity)}>
            {t('activity.see')}
          </button>
        </li>
      ))}
    </ul>
  );
}
