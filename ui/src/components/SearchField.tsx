import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Props = {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  testId?: string;
  width?: number | string;
};

/** A field to narrow a list by text. */
export function SearchField({ value, onChange, placeholder, testId, width = 240 }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      w={width}
      value={value}
      placeholder={placeholder}
      aria-label={placeholder}
      data-testid={testId}
      data-search
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        value !== '' && <CloseButton size="xs" aria-label={t('common.clear')} onClick={() => onChange('')} />
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.stopPropagation();
        onChange('');
      }}
    />
  );
}
