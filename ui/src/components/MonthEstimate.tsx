import { useTranslation } from 'react-i18next';
import type { Money } from '../ipc/bindings';
import { formatMoney } from './money';
import { usePriceView } from './usePriceView';

/** What an hourly price comes to in a month, dim beneath it, with its rule. */
export function MonthEstimate({ month }: { month: Money | null }) {
  const { t } = useTranslation();
  const [{ hours }] = usePriceView();
  if (month === null) return null;
  return (
    <span className="yd-dim yd-figures" title={t('money.monthHint', { hours })} data-testid="month-estimate">
      {t('money.monthBy', { price: formatMoney(month), hours })}
    </span>
  );
}
