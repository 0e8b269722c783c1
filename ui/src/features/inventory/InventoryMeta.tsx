import { Popover } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useRegionName } from '../../components/useRegionName';
import type { InventoryPage } from '../../ipc/bindings';
import classes from './Inventory.module.css';

/** How many there are, how far the refresh is, and what of it failed. */
export function InventoryMeta({ page }: { page: InventoryPage }) {
  const { t } = useTranslation();
  const regionName = useRegionName();
  const { status, total, all } = page;
  const done = Math.max(0, status.scopes - status.running);
  return (
    <>
      {/* How many there are is not known before the first has been read. */}
      {(all > 0 || status.running === 0) && (
        <span className="yd-figures" data-testid="instance-count">
          {total === all ? t('inventory.count', { count: all }) : t('inventory.countOf', { count: total, all })}
        </span>
      )}
      {status.running > 0 && (
        <span className="yd-figures" role="status">
          {t('inventory.progress', { done, scopes: status.scopes })}
        </span>
      )}
      {status.hidden > 0 && (
        <span className="yd-dim" data-testid="instances-hidden">
          {t('inventory.hidden', { count: status.hidden })}
        </span>
      )}
      {status.failures.length > 0 && (
        <Popover width={460} position="bottom-start" shadow="md" withinPortal trapFocus>
          <Popover.Target>
            <button type="button" className={classes.failed} data-testid="scope-failures">
              <IconAlertTriangle size={14} aria-hidden />
              {t('inventory.failed', { count: status.failures.length, scopes: status.scopes })}
            </button>
          </Popover.Target>
          <Popover.Dropdown className={classes.failures}>
            <p className="yd-dim">{t('inventory.failedHint')}</p>
            {status.failures.map(({ scope, cloud, accountLabel, error, paused }) => (
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
      )}
    </>
  );
}
