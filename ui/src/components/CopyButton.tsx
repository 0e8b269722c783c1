import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Told = 'copied' | 'copyFailed';

const icons = { copied: IconCheck, copyFailed: IconX };

/** For how long it is told, in milliseconds. What failed takes longer to read. */
const shown = { copied: 1500, copyFailed: 6000 };

/** Copies a text, and says so; or that it could not, since what is pasted then is something else. `what` names it for those who do not see the icon's surroundings. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation();
  const [told, setTold] = useState<Told | null>(null);

  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(null), shown[told]);
    return () => clearTimeout(timer);
  }, [told]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold('copied');
    } catch {
      setTold('copyFailed');
    }
  };
  const Icon = told ? icons[told] : IconCopy;
  const label = told ? t(`common.${told}`) : t('common.copyWhat', { what });
  return (
    <>
      {/* What failed is said without being asked for. */}
      <Tooltip label={label} {...(told === 'copyFailed' ? { opened: true } : {})}>
        <ActionIcon
          size="xs"
          variant="subtle"
          color={told === 'copyFailed' ? 'red' : 'gray'}
          aria-label={label}
          onClick={() => void copy()}
        >
          <Icon size={13} />
        </ActionIcon>
      </Tooltip>
      {told === 'copyFailed' && (
        <span role="alert" className="yd-unseen">
          {label}
        </span>
      )}
    </>
  );
}
