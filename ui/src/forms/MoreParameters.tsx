import { Button, Group } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Folds } from './useFolds';
import type { Folded } from './visibility';

type Props = {
  /** How many parameters are folded away; without any there is nothing to show. */
  folded: Folded;
  folds: Folds;
};

/** Shows the parameters that a form folds away, or folds them again: the rarely needed, and the newer ones. */
export function MoreParameters({ folded, folds }: Props) {
  const { t } = useTranslation();
  const { everything, newer } = folds.shown;
  if (folded.rare === 0 && folded.newer === 0) return null;
  return (
    <Group mt={12} gap={4}>
      {folded.rare > 0 && (
        <Unfold open={everything} testId="more-parameters" onChange={folds.onEverything}>
          {everything ? t('forms.less') : t('forms.more', { count: folded.rare })}
        </Unfold>
      )}
      {folded.newer > 0 && (
        <Unfold open={newer} testId="newer-parameters" title={t('forms.newerHelp')} onChange={folds.onNewer}>
          {newer ? t('forms.lessNewer') : t('forms.newer', { count: folded.newer })}
        </Unfold>
      )}
    </Group>
  );
}

type UnfoldProps = {
  open: boolean;
  testId: string;
  title?: string;
  onChange: (open: boolean) => void;
  children: React.ReactNode;
};

function Unfold({ open, testId, title, onChange, children }: UnfoldProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      aria-expanded={open}
      data-testid={testId}
      title={title}
      leftSection={open ? <IconChevronUp size={13} /> : <IconChevronDown size={13} />}
      onClick={() => onChange(!open)}
    >
      {children}
    </Button>
  );
}
