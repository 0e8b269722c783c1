import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies name, address and password for whoever is to log in. The password is never on the screen. */
export function CopyLogin({ name, address, password }: { name: string; address: string; password: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(`${name}\n${address}\n${password}`).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
      data-testid="progress-copy-login"
      onClick={copy}
    >
      {copied ? t('common.copied') : t('create.progress.copyLogin')}
    </Button>
  );
}
