import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatLength } from '../../components/time';
import type { ConnectionReport } from '../../ipc/bindings';
import classes from './Accounts.module.css';
import { KeyAbilities } from './KeyAbilities';

/** Whether a connection works, and precisely why not. */
export function ConnectionNotice({ report }: { report: ConnectionReport }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  // The form may be longer than the window, and this is what was asked for.
  useEffect(() => {
    if (report.at) ref.current?.scrollIntoView({ block: 'center' });
  }, [report.at]);
  return (
    <div ref={ref} data-testid="connection-report" data-ok={report.ok}>
      {report.ok ? (
        <p className={classes.works} role="status">
          <IconCircleCheck size={16} aria-hidden />
          {t('accounts.works', { operation: report.operation, time: formatLength(report.millis, t) })}
        </p>
      ) : (
        <ErrorNotice error={report.error} />
      )}
      <KeyAbilities report={report} />
    </div>
  );
}
