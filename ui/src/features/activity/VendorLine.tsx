import { useTranslation } from 'react-i18next';
import type { Vendor } from '../../ipc/bindings';
import classes from './Activity.module.css';

/** What the cloud itself said, in a line. */
export function VendorLine({ vendor: { code, message } }: { vendor: Vendor }) {
  const { t } = useTranslation();
  return (
    <p className={classes.vendor}>
      <span className="yd-dim">{t('error.message')}</span>{' '}
      <span>{[code, message].filter((part) => part !== '').join(' · ')}</span>
    </p>
  );
}
