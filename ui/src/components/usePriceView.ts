import { useLocalStorage } from '@mantine/hooks';
import { isSchema } from '../forms/schema';
import { MONTH_HOURS } from './monthly';

/** By what hourly prices are looked at, and how many hours a month of them has. */
export type PriceView = { by: 'hour' | 'month'; hours: number };

/** How many hours a month may be given: one hour, and every hour of the longest. */
export const HOURS_OF_MONTH: readonly [least: number, most: number] = [1, 744];

const FIRST: PriceView = { by: 'hour', hours: MONTH_HOURS };

/** How prices are looked at, everywhere at once; it outlives the window. */
export function usePriceView(): [PriceView, (part: Partial<PriceView>) => void] {
  const [view, setView] = useLocalStorage<PriceView>({
    key: 'price-view',
    defaultValue: FIRST,
    getInitialValueInEffect: false,
    deserialize: read,
  });
  return [view, (part) => setView({ ...view, ...part })];
}

function read(text: string | undefined): PriceView {
  try {
    const stored: unknown = JSON.parse(text ?? '');
    if (!isSchema(stored)) return FIRST;
    const [least, most] = HOURS_OF_MONTH;
    const hours = Number(stored.hours);
    return {
      by: stored.by === 'month' ? 'month' : 'hour',
      hours: Number.isInteger(hours) && hours >= least && hours <= most ? hours : MONTH_HOURS,
    };
  } catch {
    return FIRST;
  }
}
