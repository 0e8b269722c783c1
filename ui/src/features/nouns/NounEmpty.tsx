import { Button } from '@mantine/core';
import { IconCloudOff, IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nounIcon } from '../../app/nounIcons';
import { EmptyState } from '../../components/EmptyState';
import { useWords } from '../../i18n/useWords';
import type { NounPage, NounView } from '../../ipc/bindings';

type Props = { noun: NounView; page: NounPage; onClear: () => void; onRefresh: () => void };

/** Why there are no rows, and what to do next. */
export function NounEmpty({ noun, page: { all, status }, onClear, onRefresh }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const failed = status.failures.length;
  if (all > 0) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t('nouns.empty.noMatch')}
        action={
          <Button variant="default" onClick={onClear}>
            {t('common.clearFilters')}
          </Button>
        }
      />
    );
  }
  // Where nothing could be read, nobody knows whether there are any.
  if (failed > 0 && failed >= status.scopes) {
    return (
      <EmptyState
        icon={IconCloudOff}
        title={t('nouns.empty.unread', { noun: words(noun.title) })}
        action={<Button onClick={onRefresh}>{t('common.retry')}</Button>}
      >
        {t('inventory.empty.unreadHint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={nounIcon(noun.id)} title={t('nouns.empty.none', { noun: words(noun.title) })}>
      {failed > 0 && t('nouns.empty.someFailed')}
    </EmptyState>
  );
}
