import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Inventory.module.css';

const ICONS = { copied: IconCheck, copyFailed: IconX };

/** An address in a row, with a button that copies it. */
export function Address({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<'copied' | 'copyFailed' | null>(null);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(null), told === 'copied' ? 1500 : 6000);
    return () => clearTimeout(timer);
  }, [told]);
  const label = told ? t(`common.${told}`) : t('common.copyWhat', { what });
  const Shape = told ? ICONS[told] : IconCopy;
  return (
    <span className={classes.address}>
      <span>{text}</span>
      <button
        type="button"
        tabIndex={-1}
        className={classes.copy}
        aria-label={label}
        title={label}
        data-testid="address-copy"
        onClick={(event) => {
          event.stopPropagation();
          navigator.clipboard.writeText(text).then(
            () => setTold('copied'),
            () => setTold('copyFailed'),
          );
        }}
      >
        <Shape size={13} aria-hidden />
      </button>
    </span>
  );
}
