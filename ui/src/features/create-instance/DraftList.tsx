import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { TimeText } from '../../components/TimeText';
import { type Account, commands, type Draft } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { draftsQuery, unreadableDraftsQuery } from '../../ipc/queries/drafts';
import classes from './Wizard.module.css';

type Props = { accounts: Account[]; onResume: (account: Account, region: string, draft: Draft) => void };

/** Drafts to go on with. Those of accounts that are gone are left out. */
export function DraftList({ accounts, onResume }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: drafts = [] } = useQuery(draftsQuery);
  const { data: unreadable = [] } = useQuery(unreadableDraftsQuery);
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(commands.deleteDraft(id)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.drafts.all }),
  });
  const usable = drafts.flatMap((draft) => {
    const account = accounts.find(({ id }) => id === draft.account);
    return account ? [{ draft, account }] : [];
  });
  if (usable.length === 0 && unreadable.length === 0) return null;
  const removal = (id: string, title: string) => (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={t('create.deleteDraft', { title })}
      onClick={() => remove.mutate(id)}
    >
      <IconTrash size={14} />
    </ActionIcon>
  );
  return (
    <section className={classes.drafts} aria-label={t('create.drafts')}>
      <h3 className={classes.heading}>{t('create.drafts')}</h3>
      {usable.map(({ draft, account }) => (
        <div key={draft.id} className={classes.draft} data-testid="draft-row">
          <span className={classes.draftTitle}>{draft.title}</span>
          <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />
          <span className="yd-dim">
            <TimeText at={draft.savedAt} show="distance" />
          </span>
          <Button size="compact-xs" variant="default" onClick={() => onResume(account, draft.region, draft)}>
            {t('create.resume')}
          </Button>
          {removal(draft.id, draft.title)}
        </div>
      ))}
      {unreadable.map(({ id, label }) => (
        <div key={id} className={classes.draft} data-testid="draft-unreadable">
          <span className={classes.draftTitle}>{label ?? id}</span>
          <span className="yd-dim">{t('create.draftUnreadable')}</span>
          {removal(id, label ?? id)}
        </div>
      ))}
    </section>
  );
}
