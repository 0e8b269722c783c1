import { useTranslation } from 'react-i18next';
import { ScopeFailures } from '../../components/ScopeFailures';
import type { InventoryPage } from '../../ipc/bindings';

/** How many there are, how far the refresh is, and what of it failed. */
export function InventoryMeta({ page }: { page: InventoryPage }) {
  const { t } = useTranslation();
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
      <ScopeFailures status={status} />
    </>
  );
}
