import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';

/** Whether the wizard is kept. Passwords never are, and this says so. */
export function DraftNote({ savedAt }: { savedAt: string | null }) {
  const { t } = useTranslation();
  if (savedAt === null) return null;
  return (
    <span data-testid="draft-saved">
      {t('create.draftSaved')} · <TimeText at={savedAt} show="distance" />
      <br />
      {t('create.draftWithoutSecrets')}
    </span>
  );
}
