import { useTranslation } from 'react-i18next';
import { discountPercent } from '../../components/money';
import { Price } from '../../components/Price';
import type { Money, SpotPrice } from '../../ipc/bindings';
import classes from './Quotes.module.css';

const hour = { kind: 'hour' } as const;

/** The spot price now, its lowest and highest, and the regular price. */
export function SpotFacts({ points }: { points: SpotPrice[] }) {
  const { t } = useTranslation();
  const last = points.at(-1);
  if (!last) return null;
  const percent = discountPercent(last.original, last.spot);
  const facts: [string, Money][] = [
    [t('quotes.spot.now'), last.spot],
    [t('quotes.spot.lowest'), pick(points, (a, b) => a < b)],
    [t('quotes.spot.highest'), pick(points, (a, b) => a > b)],
    [t('quotes.spot.original'), last.original],
  ];
  return (
    <dl className={classes.spotFacts}>
      {facts.map(([name, money]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Price price={money} per={hour} />
          </dd>
        </div>
      ))}
      {percent !== null && (
        <div>
          <dt>{t('quotes.spot.saves')}</dt>
          <dd className={classes.saves}>{percent}%</dd>
        </div>
      )}
    </dl>
  );
}

/** The cloud's own text of the lowest or highest price; numbers only decide which. */
function pick(points: SpotPrice[], better: (a: number, b: number) => boolean): Money {
  return points
    .map(({ spot }) => spot)
    .reduce((best, money) => (better(Number(money.amount), Number(best.amount)) ? money : best));
}
