import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Props = {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  testId?: string;
  width?: number | string;
  /** Enter: what is found is meant. */
  onEnter?: () => void;
};

/** What a list and its search stand in together: a dialog, or a page. */
const AROUND = '[role="dialog"], section';

/** A field to narrow a list by text. */
export function SearchField({ value, onChange, placeholder, testId, width = 240, onEnter }: Props) {
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
        if (event.key === 'Escape' && value !== '') {
          event.stopPropagation();
          onChange('');
        } else if (event.key === 'Enter') onEnter?.();
        else if (event.key === 'ArrowDown') {
          // Into the list that it narrows.
          const list = event.currentTarget.closest(AROUND)?.querySelector<HTMLElement>('[role="grid"]');
          if (!list) return;
          event.preventDefault();
          list.focus();
        }
      }}
    />
  );
}
