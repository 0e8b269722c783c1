import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ScopeFailures } from '../../components/ScopeFailures';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import type { NounPage, NounView } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './Nouns.module.css';

/** How many there are, how old that is, what could not be read, and which of somebody's clouds have none of it. */
export function NounMeta({ noun, page, onRefresh }: { noun: NounView; page: NounPage; onRefresh: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const own = new Set(useAccounts().map(({ account }) => account.cloud));
  const lacking = useClouds().filter(({ id }) => own.has(id) && !noun.clouds.some(({ cloud }) => cloud === id));
  const { total, all, status } = page;
  const reading = status.running > 0;
  return (
    <>
      <span className="yd-figures" data-testid="noun-count">
        {total === all ? t('nouns.count', { count: all }) : t('nouns.countOf', { count: total, all })}
      </span>
      <button
        type="button"
        className={classes.refresh}
        data-testid="noun-refresh"
        title={t('nouns.refresh')}
        onClick={onRefresh}
      >
        <IconRefresh size={13} className={reading ? 'yd-turning' : undefined} aria-hidden />
        <span className="yd-unseen">{t('nouns.refresh')}</span>
        {reading
          ? t('inventory.progress', { done: status.scopes - status.running, scopes: status.scopes })
          : status.refreshedAt && <TimeText at={status.refreshedAt} show="distance" />}
      </button>
      <ScopeFailures status={status} />
      {lacking.length > 0 && (
        <span className="yd-dim" data-testid="noun-lacking">
          {t('nouns.lacking', { clouds: lacking.map(({ title }) => words(title)).join(t('common.comma')) })}
        </span>
      )}
    </>
  );
}
