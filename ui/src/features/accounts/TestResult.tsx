import { Popover } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import { formatLength } from '../../components/time';
import type { ConnectionReport } from '../../ipc/bindings';
import classes from './Accounts.module.css';

/** The last test of an account in a line; what went wrong opens on a click. */
export function TestResult({
  report,
  error,
  pending,
}: {
  report: ConnectionReport | null;
  error: unknown;
  pending: boolean;
}) {
  const { t } = useTranslation();
  if (pending) return <span className="yd-dim">{t('accounts.testing')}</span>;
  const failure: unknown = error ?? report?.error;
  if (failure) {
    return (
      <Popover width={420} position="bottom-start" shadow="md" trapFocus>
        <Popover.Target>
          <button type="button" className={classes.failed} data-testid="connection-report" data-ok="false">
            <IconCircleX size={14} aria-hidden />
            {t('accounts.testFailed')}
            {report && <TimeText at={report.at} show="distance" />}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={8}>
          <ErrorNotice error={failure} />
        </Popover.Dropdown>
      </Popover>
    );
  }
  if (!report) return <span className="yd-dim">{t('accounts.neverTested')}</span>;
  return (
    <span className={classes.passed} data-testid="connection-report" data-ok="true" title={report.operation}>
      <IconCircleCheck size={14} aria-hidden />
      <TimeText at={report.at} show="distance" />
      <span>· {formatLength(report.millis, t)}</span>
    </span>
  );
}
