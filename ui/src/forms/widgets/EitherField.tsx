import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Props = { id: string; value: unknown; onChange: (value: boolean | undefined) => void };

/** Yes, no, or left to the cloud. */
export function EitherField({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      id={id}
      data={[
        { value: 'open', label: t('forms.notGiven') },
        { value: 'yes', label: t('common.yes') },
        { value: 'no', label: t('common.no') },
      ]}
      value={value === true ? 'yes' : value === false ? 'no' : 'open'}
      style={{ alignSelf: 'start' }}
      aria-labelledby={`${id}__label`}
      onChange={(next) => onChange(next === 'open' ? undefined : next === 'yes')}
    />
  );
}
