import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../components/ErrorNotice';

/** A page that broke, in place of it; the frame around it stays usable. */
export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  return (
    <div style={{ padding: 16 }}>
      <ErrorNotice error={error} actions={<Button onClick={reset}>{t('common.retry')}</Button>} />
    </div>
  );
}
