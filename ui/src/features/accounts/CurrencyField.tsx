import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { CloudView } from '../../ipc/bindings';
import { endpointQuery } from '../../ipc/queries/accounts';

type Props = {
  cloud: CloudView;
  region: string;
  endpoint: string;
  value: string;
  onChange: (currency: string) => void;
};

/** Currencies that the clouds are known to charge in, and their neighbours'. */
const COMMON = ['CNY', 'USD', 'HKD', 'EUR', 'JPY', 'SGD', 'KRW', 'THB', 'IDR', 'BRL', 'MYR', 'RUB'];

/** What an account's prices are in: by its endpoint, or as the person says. */
export function CurrencyField({ cloud, region, endpoint, value, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [settled] = useDebouncedValue(endpoint.trim(), 300);
  const { data: meaning } = useQuery(endpointQuery(cloud.id, settled, region));
  const titles = new Map(cloud.currencies.map(({ currency, title }) => [currency, words(title)]));
  const named = (currency: string) => {
    const site = titles.get(currency);
    return site ? t('accounts.currencyOfSite', { site, currency }) : currency;
  };
  const codes = [...new Set([...titles.keys(), ...COMMON, ...(value ? [value] : [])])];
  return (
    <Select
      label={t('accounts.currency')}
      description={t('accounts.currencyHint')}
      data={[
        {
          value: '',
          label: meaning?.currency
            ? t('accounts.currencyByEndpoint', { currency: named(meaning.currency) })
            : t('accounts.currencyUnknown'),
        },
        ...codes.map((currency) => ({ value: currency, label: named(currency) })),
      ]}
      value={value}
      allowDeselect={false}
      data-testid="account-currency"
      onChange={(currency) => onChange(currency ?? '')}
    />
  );
}
