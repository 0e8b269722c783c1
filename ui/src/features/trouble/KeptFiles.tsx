import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import type { PutAside } from '../../ipc/bindings';
import classes from './Trouble.module.css';

/** Where the old files are now that the program has started without them. */
export function KeptFiles({ kept: { folder, names }, onDone }: { kept: PutAside; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.scroller}>
      <div className={classes.column} data-testid="trouble-kept">
        <header className={classes.head} data-tone="good">
          <span className={classes.icon}>
            <IconCircleCheck size={22} stroke={1.6} aria-hidden />
          </span>
          <div role="status">
            <h1>{t('trouble.keptTitle')}</h1>
            <p>{names.length === 0 ? t('trouble.keptNone') : t('trouble.keptWhat', { folder })}</p>
          </div>
        </header>
        {names.length > 0 && (
          <>
            <ul className={classes.kept}>
              {names.map((name) => (
                <li key={name}>
                  <CopyText text={name} what={t('trouble.path')} />
                </li>
              ))}
            </ul>
            <p className={classes.after}>{t('trouble.keptBack')}</p>
          </>
        )}
        <div className={classes.after}>
          <Button data-testid="trouble-kept-next" data-autofocus autoFocus onClick={onDone}>
            {t('trouble.keptNext')}
          </Button>
        </div>
      </div>
    </div>
  );
}
