import { Popover } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { InventoryStatus } from '../ipc/bindings';
import { CloudBadge } from './CloudBadge';
import { ErrorNotice } from './ErrorNotice';
import classes from './ScopeFailures.module.css';
import { useRegionName } from './useRegionName';

/** What could not be read, beside what could; nothing while everything could. */
export function ScopeFailures({ status: { failures, scopes } }: { status: InventoryStatus }) {
  const { t } = useTranslation();
  const regionName = useRegionName();
  if (failures.length === 0) return null;
  return (
    <Popover width={460} position="bottom-start" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <button type="button" className={classes.failed} data-testid="scope-failures">
          <IconAlertTriangle size={14} aria-hidden />
          {t('inventory.failed', { count: failures.length, scopes })}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.failures}>
        <p className="yd-dim">{t('inventory.failedHint')}</p>
        {failures.map(({ scope, cloud, accountLabel, error, paused }) => (
          <section key={`${scope.account}/${scope.region}`}>
            <div className={classes.scope}>
              <CloudBadge cloud={cloud} label={accountLabel} />
              <span className="yd-dim" title={scope.region}>
                {regionName(cloud, scope.region)}
              </span>
              <Link to="/accounts" search={{ edit: scope.account }}>
                {t('inventory.toAccount')}
              </Link>
            </div>
            <ErrorNotice error={error} />
            {paused && (
              <p className="yd-dim" data-testid="scope-paused">
                {t('inventory.paused')}
              </p>
            )}
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
