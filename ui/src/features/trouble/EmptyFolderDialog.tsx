import { useTranslation } from 'react-i18next';
import { BeginDialog } from './BeginDialog';
import classes from './Trouble.module.css';

type Props = { folder: string; beginning: boolean; onClose: () => void; onBegin: () => void };

/** Asks whether empty data is to be made in a folder that has none. */
export function EmptyFolderDialog({ folder, ...dialog }: Props) {
  const { t } = useTranslation();
  return (
    <BeginDialog title={t('trouble.emptyTitle')} testId="trouble-empty" act={t('trouble.emptyAct')} {...dialog}>
      <code className={`yd-code ${classes.path}`}>{folder}</code>
      <p>{t('trouble.emptyWhat')}</p>
    </BeginDialog>
  );
}
