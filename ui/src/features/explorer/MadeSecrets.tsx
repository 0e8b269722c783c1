import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDeviceFloppy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/CodeBlock';
import { commands, type ReplySecret } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Reply.module.css';
import { saveText } from './saveText';

/**
 * The secrets that the cloud made for an act: a private key. The shell gives them out once and forgets them, and here
 * they live no longer than they are shown; so not a query.
 */
export function MadeSecrets({ activity, subject }: { activity: string; subject: string }) {
  const { t } = useTranslation();
  const [secrets, setSecrets] = useState<ReplySecret[]>([]);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    unwrap(commands.takeReplySecrets(activity)).then(setSecrets, () => undefined);
  }, [activity]);

  return secrets.map(({ path, value }) => (
    <section
      key={path}
      className={classes.secret}
      aria-label={t('explorer.secret.title')}
      data-testid="explorer-secret"
    >
      <p className={classes.once}>
        <IconAlertTriangle size={15} aria-hidden />
        <span>{t('explorer.secret.once')}</span>
        <Button
          size="compact-xs"
          leftSection={<IconDeviceFloppy size={13} />}
          onClick={() => saveText(`${subject || activity}.pem`, value)}
        >
          {t('explorer.secret.save')}
        </Button>
      </p>
      <CodeBlock text={value} what={t('explorer.secret.title')} maxHeight={180} />
    </section>
  ));
}
