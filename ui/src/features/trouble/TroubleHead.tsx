import {
  type Icon,
  IconDatabaseOff,
  IconFileAlert,
  IconFileUnknown,
  IconFolderOff,
  IconFolderQuestion,
  IconLock,
  IconPlugConnectedX,
  IconServerOff,
  IconUsers,
  IconVersions,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TroubleKind, TroubleView } from '../../ipc/bindings';
import classes from './Trouble.module.css';

const ICONS: { [kind in TroubleKind]: Icon } = {
  damaged: IconDatabaseOff,
  newer: IconVersions,
  unwritable: IconLock,
  unreadable: IconLock,
  disk_full: IconServerOff,
  folder_missing: IconPlugConnectedX,
  database_missing: IconFolderQuestion,
  not_a_folder: IconFileAlert,
  location_unreadable: IconFileUnknown,
  shared: IconUsers,
  in_use: IconFolderOff,
  other: IconFileAlert,
};

/** What happened, and what did not. */
export function TroubleHead({ trouble }: { trouble: TroubleView }) {
  const { t } = useTranslation();
  const Shape = ICONS[trouble.kind];
  return (
    <header className={classes.head} data-testid="trouble" data-kind={trouble.kind}>
      <span className={classes.icon}>
        <Shape size={22} stroke={1.6} aria-hidden />
      </span>
      <div role="alert">
        <h1>{t(`trouble.kind.${trouble.kind}.title`)}</h1>
        <p>{t(`trouble.kind.${trouble.kind}.what`)}</p>
        <p className="yd-dim">{t('trouble.untouched')}</p>
      </div>
    </header>
  );
}
