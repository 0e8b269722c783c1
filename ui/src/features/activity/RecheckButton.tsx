import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Props = { pending: boolean; onClick: () => void };

/** Looks again at what nobody looks at any longer, or too rarely. */
export function RecheckButton({ pending, onClick }: Props) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      size="compact-sm"
      fz={12}
      loading={pending}
      data-testid="activity-recheck"
      onClick={onClick}
    >
      {t('activity.recheck')}
    </Button>
  );
}
