import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useRemembered } from '../../components/useRemembered';
import { AccountSelect } from '../../forms/AccountSelect';
import { type FormScope, FormScopeContext } from '../../forms/FormScope';
import { ReferencePicker } from '../../forms/pickers/ReferencePicker';
import { RegionSelect } from '../../forms/RegionSelect';
import { type Account, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Quotes.module.css';
import { SpotFacts } from './SpotFacts';

const SpotChart = lazy(() => import('./SpotChart'));

/** From the shortest to the longest span that the cloud answers, in hours. */
const SPANS = [3, 6, 12, 24, 72];

/** `null`: the first there is. */
type Asked = { account: string | null; region: string | null; type: string; zone: string; hours: number };

const NOTHING: Asked = { account: null, region: null, type: '', zone: '', hours: 24 };

/** How the spot price of a type moved in a zone, against its regular price. */
export function SpotHistory({ accounts }: { accounts: Account[] }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useRemembered<Asked>('spot-history', NOTHING);
  const { type, zone, hours } = asked;
  const account = accounts.find(({ id }) => id === asked.account) ?? accounts[0];
  const region = (account?.id === asked.account ? asked.region : null) ?? account?.regions[0] ?? '';

  const ready = account !== undefined && type !== '' && zone !== '';
  const { data, error, isFetching } = useQuery({
    queryKey: ['spot-history', account?.id, region, type, zone, hours],
    queryFn: () => unwrap(commands.spotHistory(account?.id ?? '', region, type, zone, hours)),
    enabled: ready,
    staleTime: 60_000,
  });
  const scope: FormScope = useMemo(
    () => ({
      cloud: account?.cloud ?? '',
      account: account?.id ?? '',
      region,
      problems: [],
      strict: false,
      chosen: zone === '' ? { region: [region] } : { region: [region], zone: [zone] },
      everything: true,
      newer: true,
      room: 'side',
      onClear: () => undefined,
    }),
    [account?.cloud, account?.id, region, zone],
  );
  if (!account) return null;

  return (
    <FormScopeContext value={scope}>
      <div className={classes.spot}>
        <div className={classes.spotForm}>
          <AccountSelect
            accounts={accounts}
            value={account.id}
            labelled
            onChange={(next) => setAsked({ ...asked, account: next.id, region: null, zone: '' })}
          />
          <RegionSelect
            account={account}
            value={region}
            onChange={(next) => setAsked({ ...asked, account: account.id, region: next, zone: '' })}
            labelled
            others
          />
          <div className={classes.spotField}>
            <label htmlFor="spot-zone" id="spot-zone__label">
              {t('common.zone')}
            </label>
            <ReferencePicker
              id="spot-zone"
              schema={zoneField}
              value={zone}
              required
              onChange={(next) => setAsked({ ...asked, zone: next })}
            />
          </div>
          <div className={classes.spotField}>
            <label htmlFor="spot-type" id="spot-type__label">
              {t('forms.types.id')}
            </label>
            <ReferencePicker
              id="spot-type"
              schema={typeField}
              value={type}
              required
              onChange={(next) => setAsked({ ...asked, type: next })}
            />
          </div>
          <div className={`${classes.spotField} ${classes.spotSpan}`}>
            <span id="spot-span">{t('quotes.spot.span')}</span>
            <SegmentedControl
              data={SPANS.map((span) => ({
                value: String(span),
                label:
                  span < 24 ? t('quotes.spot.hours', { count: span }) : t('quotes.spot.days', { count: span / 24 }),
              }))}
              value={String(hours)}
              aria-labelledby="spot-span"
              data-testid="spot-span"
              onChange={(next) => setAsked({ ...asked, hours: Number(next) })}
            />
          </div>
        </div>
        {error && <ErrorNotice error={error} />}
        {!ready ? (
          <EmptyState icon={IconChartLine} title={t('quotes.spot.choose')}>
            {t('quotes.spot.chooseHint')}
          </EmptyState>
        ) : data === undefined ? (
          !error && <Skeleton height={320} />
        ) : data.length === 0 ? (
          <EmptyState icon={IconChartLine} title={t('quotes.spot.none')}>
            {t('quotes.spot.noneHint')}
          </EmptyState>
        ) : (
          <div data-stale={isFetching || undefined} data-testid="spot-chart" data-points={data.length}>
            <SpotFacts points={data} />
            <Suspense fallback={<Skeleton height={320} />}>
              <SpotChart points={data} />
            </Suspense>
          </div>
        )}
      </div>
    </FormScopeContext>
  );
}

const zoneField = { type: 'string', 'x-ref': 'zone' };
const typeField = { type: 'string', 'x-ref': 'instance_type' };
