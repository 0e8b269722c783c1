import { Checkbox, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import chip from './FilterChip.module.css';
import classes from './FilterMenu.module.css';

/** A kind of values to filter by. Nothing chosen means all. */
export type FilterKind = {
  id: string;
  label: string;
  options: { value: string; label: ReactNode; count?: number }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
};

/** Whether there is anything to choose between: a single value filters nothing. */
export function filters({ options, chosen }: FilterKind): boolean {
  return options.length > 1 || chosen.length > 0;
}

/** A filter by several values of one kind; absent while there is nothing to choose between. */
export function FilterMenu({ kind, testId }: { kind: FilterKind; testId?: string }) {
  return (
    <FiltersMenu label={kind.label} kinds={[kind]} onClear={() => kind.onChange([])} {...(testId ? { testId } : {})} />
  );
}

/** Filters of several kinds under one button, each with its title. */
export function FiltersMenu({
  label,
  kinds,
  onClear,
  testId,
}: {
  label: string;
  kinds: FilterKind[];
  onClear: () => void;
  testId?: string;
}) {
  const { t } = useTranslation();
  const shown = kinds.filter(filters);
  const count = shown.reduce((sum, { chosen }) => sum + chosen.length, 0);
  if (shown.length === 0) return null;
  return (
    <Popover position="bottom-start" shadow="md" radius={8} trapFocus>
      <Popover.Target>
        <button type="button" className={chip.chip} aria-pressed={count > 0} data-testid={testId}>
          {label}
          {count > 0 && <span className={chip.count}>{count}</span>}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu}>
        {shown.map((kind) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
          <div
            key={kind.id}
            role="group"
            aria-label={kind.label}
            className={classes.kind}
            data-testid={`filter-kind-${kind.id}`}
          >
            {kinds.length > 1 && <span className={classes.title}>{kind.label}</span>}
            {kind.options.map(({ value, label: name, count: leaves }) => (
              <Checkbox
                key={value}
                className={classes.option ?? ''}
                checked={kind.chosen.includes(value)}
                onChange={({ currentTarget: { checked } }) =>
                  kind.onChange(checked ? [...kind.chosen, value] : kind.chosen.filter((one) => one !== value))
                }
                label={
                  <span className={classes.name}>
                    {name}
                    {leaves !== undefined && <span className={chip.count}>{leaves}</span>}
                  </span>
                }
              />
            ))}
          </div>
        ))}
        {count > 0 && (
          <button type="button" className="yd-link" onClick={onClear}>
            {t('common.clear')}
          </button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
