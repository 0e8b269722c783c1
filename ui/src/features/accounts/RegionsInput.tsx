import { Pill, TagsInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRegionFor, noRegionWords, regionIds } from '../../forms/regionNamed';
import { useWords } from '../../i18n/useWords';
import type { CloudView } from '../../ipc/bindings';

type Props = { cloud: CloudView; value?: string[]; onChange?: (value: string[]) => void; error?: unknown };

/** The regions in use: from the known ones, by id or name, or the id of any other. What names none stays to be mended. */
export function RegionsInput({ cloud, value = [], onChange, error }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  /** The field empties itself after it took something; what it could not take is put back. */
  const kept = useRef<string | null>(null);
  const byId = new Map(cloud.regions.map((region) => [region.id, region]));
  const nameOf = (id: string) => {
    const region = byId.get(id);
    return region ? `${words(region.title)} ${id}` : id;
  };
  const wrong = refused === null ? error : noRegionWords(cloud.regions, refused, words, t);
  const take = (texts: string[]) => {
    const given = regionIds(cloud.regions, texts);
    setRefused(given.refused);
    if (given.refused !== null) {
      setTyped(given.refused);
      kept.current = given.refused;
      queueMicrotask(() => {
        kept.current = null;
      });
    }
    onChange?.(given.ids);
  };
  return (
    <TagsInput
      label={t('accounts.regions')}
      description={t('accounts.regionsHint')}
      placeholder={value.length === 0 ? t('accounts.regionsPlaceholder') : ''}
      required
      data={cloud.regions.map(({ id }) => id)}
      value={value}
      onChange={take}
      searchValue={typed}
      onSearchChange={(text) => {
        setTyped(text === '' ? (kept.current ?? '') : text);
        if (text !== refused && kept.current === null) setRefused(null);
      }}
      error={typeof wrong === 'string' ? wrong : undefined}
      acceptValueOnBlur
      splitChars={[',', '，', '、']}
      filter={({ options, search }) =>
        options.filter((option) => {
          const region = 'value' in option ? byId.get(String(option.value)) : undefined;
          return region !== undefined && isRegionFor(region, search);
        })
      }
      renderPill={({ value: id, onRemove, disabled }) => (
        <Pill withRemoveButton={!disabled} {...(onRemove ? { onRemove } : {})}>
          {nameOf(String(id))}
        </Pill>
      )}
      renderOption={({ option }) => {
        const region = byId.get(option.value);
        return (
          <span>
            {region && words(region.title)} <span className="yd-dim">{option.value}</span>
          </span>
        );
      }}
      data-testid="account-regions"
    />
  );
}
