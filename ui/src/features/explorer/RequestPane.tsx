import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/CodeBlock';
import { ErrorNotice } from '../../components/ErrorNotice';
import { requestText } from '../../components/requestText';
import { isKind } from '../../ipc/failure';
import classes from './Explorer.module.css';
import type { Preview } from './usePreview';

type Form = 'http' | 'curl' | 'powershell' | 'cli';

/** The request that would be sent now: as it goes out, as commands for a terminal, and how it is signed. */
export function RequestPane({ preview, ready }: { preview: Preview; ready: boolean }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Form>('http');
  const { request, commands, error, stale } = preview;
  if (!ready) return <p className={classes.hint}>{t('explorer.request.noAccount')}</p>;
  if (isKind(error, 'invalid_params')) return <p className={classes.hint}>{t('explorer.request.incomplete')}</p>;
  if (error) {
    return (
      <div className={classes.scrolls}>
        <ErrorNotice error={error} />
      </div>
    );
  }
  if (!request) return null;

  const forms: { value: Form; label: string }[] = [
    { value: 'http', label: 'HTTP' },
    ...(commands
      ? [
          { value: 'curl' as const, label: 'curl' },
          { value: 'powershell' as const, label: 'PowerShell' },
        ]
      : []),
    ...(commands?.cliName ? [{ value: 'cli' as const, label: commands.cliName }] : []),
  ];
  const shown = forms.some(({ value }) => value === chosen) ? chosen : 'http';
  const text = shown === 'http' ? requestText(request) : commands?.[shown];
  const label = forms.find(({ value }) => value === shown)?.label ?? '';
  return (
    <div className={classes.scrolls} data-stale={stale || undefined} data-testid="explorer-request">
      <div className={classes.requestForms}>
        <SegmentedControl
          data={forms}
          value={shown}
          aria-label={t('explorer.request.forms')}
          onChange={(next) => setChosen(next as Form)}
        />
        <span className="yd-dim">{t('explorer.request.masked')}</span>
      </div>
      {text ? (
        <CodeBlock text={text} what={label} maxHeight={420} />
      ) : (
        <p className={classes.note}>
          {shown === 'powershell' ? t('explorer.request.authority') : t('explorer.request.elsewhere', { tool: label })}
        </p>
      )}
      {shown === 'http' ? (
        <>
          {!request.exact && <p className={classes.note}>{t('request.notExact')}</p>}
          {request.canonicalRequest !== null && (
            <>
              <h3 className={classes.heading}>{t('request.canonical')}</h3>
              <CodeBlock text={request.canonicalRequest} what={t('request.canonical')} maxHeight={320} />
            </>
          )}
          <h3 className={classes.heading}>{t('request.stringToSign')}</h3>
          <CodeBlock text={request.stringToSign} what={t('request.stringToSign')} maxHeight={320} />
        </>
      ) : (
        text && (
          <p className={classes.note}>
            {shown === 'cli' ? t('explorer.request.ownKeys', { tool: label }) : t(`explorer.request.${shown}`)}
          </p>
        )
      )}
    </div>
  );
}
