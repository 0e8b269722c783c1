import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { Account } from '../ipc/bindings';
import { useCloud } from '../ipc/queries/clouds';

type Props = {
  account: Account;
  value: string;
  onChange: (region: string) => void;
  labelled?: boolean;
  /** Whether regions that the account does not use are offered too. */
  others?: boolean;
  /** The least width, in pixels. */
  least?: number;
};

/** A region: those that the account uses first. */
export function RegionSelect({ account, value, onChange, labelled = false, others = false, least = 190 }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const cloud = useCloud(account.cloud);
  const known = new Map(cloud?.regions.map((region) => [region.id, words(region.title)]) ?? []);
  const option = (id: string) => ({ value: id, label: known.has(id) ? `${known.get(id)}  ${id}` : id });
  const used = account.regions.map(option);
  const rest = [...known.keys()].filter((id) => !account.regions.includes(id)).map(option);
  return (
    <Select
      data={
        others && rest.length > 0
          ? [
              { group: t('forms.regions.used'), items: used },
              { group: t('forms.regions.others'), items: rest },
            ]
          : used
      }
      value={value}
      label={labelled ? t('common.region') : undefined}
      aria-label={t('common.region')}
      data-testid="region-select"
      allowDeselect={false}
      searchable={others}
      miw={least}
      nothingFoundMessage={t('forms.nothingFound')}
      onChange={(id) => id && onChange(id)}
    />
  );
}
