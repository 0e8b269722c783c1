import { Button } from '@mantine/core';
import { IconCheck, IconFolderOpen, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWords } from '../../i18n/useWords';
import { commands, type DataFolderView } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { appInfoQuery } from '../../ipc/queries/app';
import { dataFolderQuery } from '../../ipc/queries/settings';
import { HeldDataNote } from './HeldDataNote';
import classes from './SettingsPage.module.css';
import { SettingsRow } from './SettingsRow';

/** Where secrets and files are kept. */
export function DataRows() {
  const { t } = useTranslation();
  const words = useWords();
  const client = useQueryClient();
  const { data: info } = useQuery(appInfoQuery);
  const { data: folder } = useQuery(dataFolderQuery);
  const told = (view: DataFolderView | null) => {
    if (view) client.setQueryData(keys.settings.folder, view);
  };
  const open = useMutation({ mutationFn: () => unwrap(commands.openDataFolder()) });
  const choose = useMutation({ mutationFn: () => unwrap(commands.chooseDataFolder()), onSuccess: told });
  const keep = useMutation({ mutationFn: () => unwrap(commands.keepDataFolder()), onSuccess: told });
  const adopt = useMutation({ mutationFn: () => unwrap(commands.adoptDataFolder()), onSuccess: told });
  const error = open.error ?? choose.error ?? adopt.error ?? keep.error;

  return (
    <>
      <SettingsRow
        title={t('settings.keychain')}
        hint={info?.keychain.kind === 'unavailable' ? t('settings.keychainHint') : t('settings.keychainFine')}
        below={
          info?.keychain.kind === 'unavailable' && (
            <code className={`yd-code ${classes.reason}`}>{info.keychain.reason}</code>
          )
        }
      >
        {() =>
          info && (
            <span
              className={classes.keychain}
              data-ok={info.keychain.kind === 'available'}
              data-testid="keychain-status"
            >
              {info.keychain.kind === 'available' ? (
                <IconCheck size={15} aria-hidden />
              ) : (
                <IconX size={15} aria-hidden />
              )}
              {t(`settings.keychainStatus.${info.keychain.kind}`)}
            </span>
          )
        }
      </SettingsRow>
      <SettingsRow
        title={t('settings.folder')}
        hint={t('settings.folderHint')}
        below={
          folder && (
            <>
              <code className={`yd-code ${classes.path}`} data-testid="settings-folder">
                {folder.folder}
              </code>
              {folder.others !== 'nothing' && (
                <p className={`yd-dim ${classes.note}`} data-testid="settings-folder-others">
                  {t(`settings.folderOthers.${folder.others}`)}
                </p>
              )}
              {folder.moved.map((path) => (
                <p key={path} className={`yd-dim ${classes.note}`} data-testid="settings-folder-moved">
                  {t('settings.folderMoved', { path })}
                </p>
              ))}
              {folder.held && (
                <HeldDataNote
                  held={folder.held}
                  busy={adopt.isPending || keep.isPending}
                  onUse={() => adopt.mutate()}
                  onKeep={() => keep.mutate()}
                />
              )}
              {folder.next && !folder.held && (
                <div className={classes.note} role="status" data-testid="settings-folder-next">
                  <span>
                    {folder.failure
                      ? t('settings.folderFailed', { folder: folder.next, why: words(folder.failure) })
                      : t(folder.asItIs ? 'settings.folderNextAsItIs' : 'settings.folderNext', { folder: folder.next })}
                  </span>
                  <Button variant="subtle" size="compact-xs" onClick={() => keep.mutate()} loading={keep.isPending}>
                    {t('settings.folderKeep')}
                  </Button>
                </div>
              )}
              {error && <ErrorNotice error={error} />}
            </>
          )
        }
      >
        {() => (
          <div className={classes.buttons}>
            <Button
              variant="default"
              leftSection={<IconFolderOpen size={14} />}
              onClick={() => open.mutate()}
              data-testid="settings-folder-open"
            >
              {t('settings.folderOpen')}
            </Button>
            <Button
              variant="default"
              onClick={() => choose.mutate()}
              loading={choose.isPending}
              data-testid="settings-folder-move"
            >
              {t('settings.folderMove')}
            </Button>
          </div>
        )}
      </SettingsRow>
    </>
  );
}
