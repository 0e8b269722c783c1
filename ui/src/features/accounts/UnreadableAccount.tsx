import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CopyText } from '../../components/CopyText';
import type { Unreadable } from '../../ipc/bindings';
import classes from './Accounts.module.css';
import { RemoveAccount } from './RemoveAccount';

/** An account that another version saved and this one cannot read: kept as it is, and shown as what it is. */
export function UnreadableAccount({ account: { id, label, cloud } }: { account: Unreadable }) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const name = label ?? id;
  return (
    <article className={classes.card} data-testid="account-unreadable" data-account-id={id}>
      <header>
        <div className={classes.heading}>
          <h2>{name}</h2>
          {cloud && <CloudBadge cloud={cloud} />}
        </div>
      </header>
      <section>
        <p>{t('accounts.unreadable')}</p>
        <CopyText text={id} what={t('common.id')} />
      </section>
      <footer>
        <span className="yd-dim">{t('accounts.unreadableKept')}</span>
        <Button
          variant="default"
          size="compact-sm"
          fz={12}
          leftSection={<IconTrash size={14} />}
          data-testid="account-unreadable-remove"
          onClick={() => setRemoving(true)}
        >
          {t('common.remove')}
        </Button>
      </footer>
      {removing && <RemoveAccount account={{ id, label: name }} onClose={() => setRemoving(false)} />}
    </article>
  );
}
