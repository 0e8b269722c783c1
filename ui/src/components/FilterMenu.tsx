import { Checkbox, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import chip from './FilterChip.module.css';
import classes from './FilterMenu.module.css';

type Option = { value: string; label: ReactNode; count?: number };
type Props = {
  label: string;
  options: Option[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  testId?: string;
};

/** A filter by several values of one kind. Nothing chosen means all; with a single option there is nothing to filter. */
export function FilterMenu({ label, options, chosen, onChange, testId }: Props) {
  const { t } = useTranslation();
  if (options.length < 2 && chosen.length === 0) return null;
  const toggle = (value: string, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value));
  return (
    <Popover position="bottom-start" shadow="md" radius={8} trapFocus>
      <Popover.Target>
        <button type="button" className={chip.chip} aria-pressed={chosen.length > 0} data-testid={testId}>
          {label}
          {chosen.length > 0 && <span className={chip.count}>{chosen.length}</span>}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu}>
        {options.map(({ value, label: name, count }) => (
          <Checkbox
            key={value}
            className={classes.option ?? ''}
            checked={chosen.includes(value)}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
            label={
              <span className={classes.name}>
                {name}
                {count !== undefined && <span className={chip.count}>{count}</span>}
              </span>
            }
          />
        ))}
        {chosen.length > 0 && (
          <button type="button" className="yd-link" onClick={() => onChange([])}>
            {t('common.clear')}
          </button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
