import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../components/money';
import { formatTime } from '../../components/time';
import type { SpotPrice } from '../../ipc/bindings';

/** Spot against regular price over time. Loaded only when it is opened. */
export default function SpotChart({ points }: { points: SpotPrice[] }) {
  const { t } = useTranslation();
  const data = useMemo(
    () =>
      points.map(({ at, spot, original }) => ({
        at: formatTime(new Date(at)),
        spot: Number(spot.amount),
        original: Number(original.amount),
      })),
    [points],
  );
  const currency = points[0]?.spot.currency ?? 'CNY';
  return (
    <LineChart
      h={360}
      data={data}
      dataKey="at"
      curveType="stepAfter"
      withDots={false}
      withLegend
      legendProps={{ verticalAlign: 'top', height: 40 }}
      yAxisProps={{ width: 76, domain: [0, 'auto'] }}
      xAxisProps={{ minTickGap: 90, tickFormatter: (at: string) => at.slice(5) }}
      valueFormatter={(value) => formatMoney({ amount: String(Number(value.toFixed(6))), currency })}
      series={[
        { name: 'spot', label: t('quotes.spot.spot'), color: 'ink.6' },
        { name: 'original', label: t('quotes.spot.original'), color: 'gray.5', strokeDasharray: '5 4' },
      ]}
    />
  );
}
