import { Button } from '@mantine/core';
import { IconCheck, IconCopy, IconFolderOpen, IconReportMedical, IconSettings } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Help.module.css';
import { Lead, Part, Points } from './Parts';

/** Where the logs are, and what to hand to someone who helps: seen before it is copied. */
export function DiagnosticsTopic() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const logs = useMutation({ mutationFn: () => unwrap(commands.openLogs()) });
  const report = useMutation({ mutationFn: () => unwrap(commands.diagnostics()), onSuccess: () => copy.reset() });
  const copy = useMutation({ mutationFn: (text: string) => navigator.clipboard.writeText(text) });
  const text = report.data;
  return (
    <>
      <Lead>{t('help.diagnostics.lead')}</Lead>
      <Part title={t('help.diagnostics.logs')}>
        <Points texts={[t('help.diagnostics.logsText'), t('help.diagnostics.logsLevel')]} />
        <div className={classes.acts}>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={15} />}
            loading={logs.isPending}
            data-testid="help-open-logs"
            onClick={() => logs.mutate()}
          >
            {t('help.diagnostics.openLogs')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconSettings size={15} />}
            onClick={() => void navigate({ to: '/settings' })}
          >
            {t('help.diagnostics.settings')}
          </Button>
        </div>
        {logs.error && <ErrorNotice error={logs.error} compact />}
      </Part>
      <Part title={t('help.diagnostics.report')}>
        <Points
          texts={[t('help.diagnostics.reportHas'), t('help.diagnostics.reportNot'), t('help.diagnostics.reportSee')]}
        />
        <div className={classes.acts}>
          <Button
            variant={text === undefined ? 'filled' : 'default'}
            leftSection={<IconReportMedical size={15} />}
            loading={report.isPending}
            data-testid="help-diagnostics"
            onClick={() => report.mutate()}
          >
            {text === undefined ? t('help.diagnostics.make') : t('help.diagnostics.again')}
          </Button>
          {text !== undefined && (
            <Button
              leftSection={copy.isSuccess ? <IconCheck size={15} /> : <IconCopy size={15} />}
              data-testid="help-diagnostics-copy"
              onClick={() => copy.mutate(text)}
            >
              {copy.isSuccess ? t('help.diagnostics.copied') : t('help.diagnostics.copy')}
            </Button>
          )}
        </div>
        {(report.error ?? copy.error) && <ErrorNotice error={report.error ?? copy.error} compact />}
        {text !== undefined && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className={classes.report} tabIndex={0} aria-label={t('help.diagnostics.report')}>
            <pre data-testid="help-diagnostics-text">{text}</pre>
          </section>
        )}
      </Part>
    </>
  );
}
