import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Props = {
  /** How many parameters are folded away; without any there is nothing to show. */
  folded: number;
  everything: boolean;
  onChange: (everything: boolean) => void;
};

/** Shows the parameters that a form folds away, or folds them again. */
export function MoreParameters({ folded, everything, onChange }: Props) {
  const { t } = useTranslation();
  if (folded === 0) return null;
  return (
    <Button
      mt={12}
      variant="subtle"
      color="gray"
      size="compact-xs"
      aria-expanded={everything}
      data-testid="more-parameters"
      leftSection={everything ? <IconChevronUp size={13} /> : <IconChevronDown size={13} />}
      onClick={() => onChange(!everything)}
    >
      {everything ? t('forms.less') : t('forms.more', { count: folded })}
    </Button>
  );
}
