import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconPlugConnected, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { Facts } from '../../components/Facts';
import { regionsOf } from '../../forms/useRegions';
import { useWords } from '../../i18n/useWords';
import { type AccountView, type CloudView, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { everything, inventoryPageQuery } from '../../ipc/queries/inventory';
import { HelpLink } from '../help/HelpLink';
import classes from './Accounts.module.css';
import { KeyAbilities } from './KeyAbilities';
import { maskedKeyId } from './maskedKeyId';
import { RemoveAccount } from './RemoveAccount';
import { isToBeEntered, SecretPlaceBadge } from './SecretPlaceBadge';
import { TestResult } from './TestResult';

type Props = { view: AccountView; cloud: CloudView; onEdit: () => void; onRekey: () => void };

/** An account: whose key, where its secret is, which regions, and whether it works. */
export function AccountCard({ view, cloud, onEdit, onRekey }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const { account, lastTest, secretPlace } = view;
  const { data: inventory } = useQuery(inventoryPageQuery(everything, 0, 0));
  const instances = inventory?.counts.accounts.find(({ value }) => value === account.id)?.count ?? 0;
  const unread = inventory?.status.failures.filter(({ scope }) => scope.account === account.id).length ?? 0;
  const test = useMutation({
    mutationFn: () => unwrap(commands.testAccount(account.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.accounts.all }),
  });
  const trial = useMutation({
    mutationFn: () => unwrap(commands.tryAccount(account.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.accounts.all }),
  });
  const { may } = lastTest ?? {};
  const untried = lastTest?.ok === true && (may?.operate === 'not_tried' || may?.buy === 'not_tried');
  const titleOf = (region: string) => {
    const known = regionsOf(cloud, view.listed).find(({ id }) => id === region);
    return known ? words(known.title) : region;
  };

  return (
    <article
      className={classes.card}
      data-testid="account-card"
      data-account-id={account.id}
      data-cloud={account.cloud}
    >
      <header>
        <div className={classes.heading}>
          <h2>{account.label}</h2>
          <CloudBadge cloud={account.cloud} sandbox={account.sandbox} />
          {account.sandbox && <HelpLink topic="sandbox" />}
        </div>
        <Menu position="bottom-end" width={160}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('accounts.moreOf', { label: account.label })}
              data-testid="account-menu"
            >
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={14} />} onClick={onEdit} data-testid="account-edit">
              {t('common.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={14} />} onClick={onRekey} data-testid="account-rekey">
              {t('accounts.rekey')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={14} />}
              color="red"
              onClick={() => setRemoving(true)}
              data-testid="account-remove"
            >
              {t('common.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <Facts
        facts={[
          [
            cloud.credential.id,
            <code key="id" className="yd-code">
              {maskedKeyId(account.accessKeyId)}
            </code>,
          ],
          [cloud.credential.secret, <SecretPlaceBadge key="place" place={secretPlace} />],
          [t('common.region'), account.regions.map(titleOf).join(t('common.comma'))],
          [
            t('frame.pages.instances'),
            inventory && (instances > 0 || inventory.status.refreshedAt !== null) && (
              <span key="instances" data-testid="account-instances">
                {t('inventory.count', { count: instances })}
                {unread > 0 && <span className={classes.unread}> {t('accounts.unread', { count: unread })}</span>}
              </span>
            ),
          ],
          [t('accounts.endpoint'), account.endpoint && !account.sandbox ? account.endpoint : undefined],
          [t('accounts.currency'), account.currency ?? undefined],
          [t('accounts.projects'), account.projects?.length ? account.projects.join(t('common.comma')) : undefined],
        ]}
      />
      {lastTest && !isToBeEntered(secretPlace) && <KeyAbilities report={lastTest} />}
      {untried && !isToBeEntered(secretPlace) && (
        <p className={classes.trial}>
          <Button
            variant="subtle"
            size="compact-sm"
            fz={12}
            loading={trial.isPending}
            title={t('accounts.tryHint')}
            data-testid="account-card-try"
            onClick={() => trial.mutate()}
          >
            {t('accounts.try')}
          </Button>
        </p>
      )}
      <footer>
        <TestResult report={lastTest} error={test.error ?? trial.error} pending={test.isPending || trial.isPending} />
        {isToBeEntered(secretPlace) || secretPlace === 'unavailable' ? (
          <Button variant="light" size="compact-sm" fz={12} leftSection={<IconKey size={14} />} onClick={onRekey}>
            {t('accounts.enterSecret')}
          </Button>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            fz={12}
            leftSection={<IconPlugConnected size={14} />}
            loading={test.isPending}
            data-testid="account-card-test"
            onClick={() => test.mutate()}
          >
            {t('accounts.test')}
          </Button>
        )}
      </footer>
      {removing && <RemoveAccount account={account} onClose={() => setRemoving(false)} />}
    </article>
  );
}
