import { type ComboboxItem, type ComboboxParsedItem, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { Account } from '../ipc/bindings';
import { isRegionFor, noRegionWords, regionNamed } from './regionNamed';
import { useRegions } from './useRegions';

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

/** A region: those that the account uses first. Typed by name in either language, or by its id. */
export function RegionSelect({ account, value, onChange, labelled = false, others = false, least = 190 }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const regions = useRegions(account);
  const [typed, setTyped] = useState('');
  const byId = new Map(regions.map((region) => [region.id, region]));
  const nameOf = (id: string) => {
    const region = byId.get(id);
    return region ? `${words(region.title)}  ${id}` : id;
  };
  const option = (id: string) => ({ value: id, label: nameOf(id) });
  const used = account.regions.map(option);
  const rest = regions.filter(({ id }) => !account.regions.includes(id)).map(({ id }) => option(id));
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
      selectFirstOptionOnChange
      miw={least}
      onSearchChange={setTyped}
      filter={({ options, search }) => narrowed(options, search)}
      nothingFoundMessage={noRegionWords(regions, typed, words, t)}
      onChange={(id) => id && onChange(id)}
      onBlur={() => {
        const id = others ? namedBy(typed) : null;
        if (id !== null && id !== value) onChange(id);
      }}
    />
  );

  function namedBy(text: string): string | null {
    const named = regionNamed(regions, text);
    return named.kind === 'known' ? named.region.id : null;
  }

  /** What fits to a text; the region that it names comes first. */
  function narrowed(options: ComboboxParsedItem[], search: string): ComboboxParsedItem[] {
    const named = namedBy(search);
    const fits = ({ value: id }: ComboboxItem) =>
      id !== named && isRegionFor(byId.get(id) ?? { id, title: { zh: id, en: id }, zones: [] }, search);
    const fitting = options.flatMap((one): ComboboxParsedItem[] => {
      if (!('group' in one)) return fits(one as ComboboxItem) ? [one] : [];
      const items = one.items.filter((item) => fits(item as ComboboxItem));
      return items.length > 0 ? [{ ...one, items }] : [];
    });
    return named === null ? fitting : [option(named), ...fitting];
  }
}
