import { Button, Skeleton } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CodeBlock } from '../../components/CodeBlock';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { StateBadge } from '../../components/StateBadge';
import { visibleJson } from '../../components/unseen';
import type { InstanceKey } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { instanceQuery } from '../../ipc/queries/inventory';
import { useOtherActs } from '../../ipc/queries/nouns';
import { MoreActs } from '../nouns/ActMenu';
import { ActionButton } from './ActionButton';
import { AttentionNotice } from './AttentionNotice';
import { ACTIONS } from './actions';
import { useInstanceActs } from './InstanceActsProvider';
import { InstanceFacts } from './InstanceFacts';
import { InstanceHistory } from './InstanceHistory';
import classes from './Inventory.module.css';
import { useInstanceActions } from './useInstanceActions';

type Props = {
  instanceKey: InstanceKey;
  /** Whether the shortcuts of actions mean this one. */
  hot: boolean;
  onClose: () => void;
};

/** An instance in full: what it is, what can be done with it, and the cloud's own record. */
export function InstanceDetails({ instanceKey, hot, onClose }: Props) {
  const { t } = useTranslation();
  const { data: instance, error, isPending } = useQuery(instanceQuery(instanceKey));
  const account = useAccounts().find((view) => view.account.id === instanceKey.account)?.account;
  const { act, dialog } = useInstanceActions();
  const { perform } = useInstanceActs();
  const others = useOtherActs(account?.cloud ?? '', 'instance');

  return (
    <DetailsPanel
      title={instance?.name || instanceKey.id}
      label={t('inventory.details')}
      onClose={onClose}
      subtitle={
        <>
          {instance && <StateBadge state={instance.state} vendorState={instance.vendorState} />}
          {account && <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />}
        </>
      }
      actions={
        instance && (
          <>
            {ACTIONS.map(({ action, icon }) => (
              <ActionButton
                key={action}
                action={action}
                icon={icon}
                keys={[instanceKey]}
                hot={hot}
                onAct={(preview) => act(action, preview)}
              />
            ))}
            <Button
              variant="default"
              size="compact-sm"
              fz={12}
              leftSection={<IconCopyPlus size={14} />}
              data-testid="action-again"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/create"
                  search={{ account: instanceKey.account, region: instanceKey.region, instance: instanceKey.id }}
                />
              )}
            >
              {t('inventory.again')}
            </Button>
            <MoreActs acts={others} onAct={(one) => perform(one, instanceKey, instance.name || instanceKey.id)} />
          </>
        )
      }
    >
      {dialog}
      {isPending && <Skeleton height={240} mt={16} />}
      {error && <ErrorNotice error={error} />}
      {instance === null && (
        <EmptyState icon={IconCopyPlus} title={t('inventory.gone')}>
          {t('inventory.goneHint')}
        </EmptyState>
      )}
      {instance && (
        <>
          {instance.attention && <AttentionNotice attention={instance.attention} />}
          <InstanceFacts
            instance={instance}
            account={instanceKey.account}
            cloud={account?.cloud ?? ''}
            region={instanceKey.region}
          />
          <InstanceHistory instanceKey={instanceKey} instance={instance} />
          <details className={classes.raw}>
            <summary>{t('inventory.raw')}</summary>
            {instance.raw ? (
              <CodeBlock text={visibleJson(instance.raw)} what={t('inventory.raw')} maxHeight={420} />
            ) : (
              <p className="yd-dim">{t('inventory.noRaw')}</p>
            )}
          </details>
        </>
      )}
    </DetailsPanel>
  );
}
