import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePriceView } from './usePriceView';

/** Whether hourly prices are shown by the hour or by the month; the same choice wherever it stands. */
export function PriceSwitch({ testId }: { testId: string }) {
  const { t } = useTranslation();
  const [{ by, hours }, setView] = usePriceView();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('money.by.label')}
      title={t('money.monthHint', { hours })}
      data-testid={testId}
      data={[
        { value: 'hour', label: t('money.by.hour') },
        { value: 'month', label: t('money.by.month') },
      ]}
      value={by}
      onChange={(next) => setView({ by: next === 'month' ? 'month' : 'hour' })}
    />
  );
}
