import { useTranslation } from 'react-i18next';
import { BeginDialog } from './BeginDialog';

type Props = { folder: string; beginning: boolean; onClose: () => void; onBegin: () => void };

/** What starting anew keeps and what it does not, before it is done. */
export function StartAnewDialog({ folder, ...dialog }: Props) {
  const { t } = useTranslation();
  return (
    <BeginDialog title={t('trouble.anewTitle')} testId="trouble-anew" act={t('trouble.anewConfirm')} {...dialog}>
      <p>{t('trouble.anewKept', { folder })}</p>
      <p>{t('trouble.anewEmpty')}</p>
    </BeginDialog>
  );
}
