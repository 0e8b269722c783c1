import { Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../../app/Keys';
import { capsOf, SHORTCUTS } from '../../app/shortcuts';
import classes from './Help.module.css';
import { Lead } from './Parts';

const ShortcutsDialog = lazy(() => import('../../app/ShortcutsDialog'));

const FIRST = [
  ['palette', SHORTCUTS.palette.keys[0]],
  ['search', SHORTCUTS.search.keys[0]],
  ['list', SHORTCUTS.help.keys[0]],
] as const;

/** The keys to begin with, and the way to all others. */
export function KeyboardTopic() {
  const { t } = useTranslation();
  const [listing, setListing] = useState(false);
  return (
    <>
      <Lead>{t('help.keyboard.lead')}</Lead>
      <dl className={classes.keys}>
        {FIRST.map(([id, keys]) => (
          <div key={id}>
            <dt>
              <span className="yd-unseen">{capsOf(keys).join(' ')}</span>
              <Keys combination={keys} />
            </dt>
            <dd>{t(`help.keyboard.${id}`)}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.acts}>
        <Button
          variant="default"
          leftSection={<IconKeyboard size={15} />}
          data-testid="help-shortcuts"
          onClick={() => setListing(true)}
        >
          {t('help.keyboard.show')}
        </Button>
      </div>
      <Suspense fallback={null}>{listing && <ShortcutsDialog onClose={() => setListing(false)} />}</Suspense>
    </>
  );
}
