import { Button, Popover } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { updateNoticeQuery } from '../../ipc/queries/update';
import classes from './UpdateNotice.module.css';

/** In the top bar, that there is a newer version. It leads to the page that tells of it; nothing is downloaded or installed. */
export function UpdateNotice({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: notice } = useQuery(updateNoticeQuery);
  const open = useMutation({ mutationFn: () => unwrap(commands.openUpdatePage()) });
  const dismiss = useMutation({
    mutationFn: (version: string) => unwrap(commands.dismissUpdate(version)),
    onSuccess: () => client.setQueryData(keys.update.notice, null),
  });
  const failed = open.error ?? dismiss.error;
  if (!notice) return null;
  const { version, current, page } = notice;

  return (
    <Popover width={340} position="bottom-end" shadow="md" radius={8} trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className={className} data-testid="update-notice" data-version={version}>
          <IconGift size={15} className={classes.icon} aria-hidden />
          {t('update.short', { version })}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.told} data-testid="update-told">
        <p>{t('update.told', { version, current })}</p>
        <p className="yd-dim">{t('update.byHand')}</p>
        {page !== null && <CopyText text={page} what={t('update.page')} />}
        {failed && <ErrorNotice error={failed} compact />}
        <div className={classes.buttons}>
          <Button
            size="xs"
            variant="default"
            data-testid="update-dismiss"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate(version)}
          >
            {t('update.dismiss')}
          </Button>
          {page !== null && (
            <Button size="xs" data-testid="update-page" onClick={() => open.mutate()}>
              {t('update.open')}
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
