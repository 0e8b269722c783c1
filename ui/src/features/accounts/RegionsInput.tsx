import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { CloudView } from '../../ipc/bindings';

type Props = { cloud: CloudView; value?: string[]; onChange?: (value: string[]) => void; error?: unknown };

/** The regions in use: from the known ones, by id or name, or any other typed by hand. */
export function RegionsInput({ cloud, value = [], onChange, error }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const titles = new Map(cloud.regions.map(({ id, title }) => [id, words(title)]));
  return (
    <TagsInput
      label={t('accounts.regions')}
      description={t('accounts.regionsHint')}
      placeholder={value.length === 0 ? t('accounts.regionsPlaceholder') : ''}
      required
      data={cloud.regions.map(({ id }) => id)}
      value={value}
      {...(onChange ? { onChange } : {})}
      error={typeof error === 'string' ? error : undefined}
      acceptValueOnBlur
      splitChars={[',', ' ', '，']}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        return options.filter((option) => {
          const id = 'value' in option ? option.value : '';
          return `${id} ${titles.get(String(id)) ?? ''}`.toLowerCase().includes(wanted);
        });
      }}
      renderOption={({ option }) => (
        <span>
          {titles.get(option.value)} <span className="yd-dim">{option.value}</span>
        </span>
      )}
      data-testid="account-regions"
    />
  );
}
