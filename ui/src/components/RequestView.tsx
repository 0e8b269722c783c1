import { useTranslation } from 'react-i18next';
import type { RequestPreview } from '../ipc/bindings';
import { CodeBlock } from './CodeBlock';
import classes from './RequestView.module.css';
import { requestText } from './requestText';

/** The exact request, folded; its secrets are already masked where it comes from. */
export function RequestView({ request, opened = false }: { request: RequestPreview; opened?: boolean }) {
  const { t } = useTranslation();
  return (
    <details className={classes.fold} open={opened} data-testid="request-view">
      <summary>{t('request.title')}</summary>
      <CodeBlock text={requestText(request)} what={t('request.title')} />
      <details className={classes.fold}>
        <summary>{t('request.signing')}</summary>
        {!request.exact && <p className={classes.note}>{t('request.notExact')}</p>}
        {request.canonicalRequest !== null && (
          <CodeBlock text={request.canonicalRequest} what={t('request.canonical')} />
        )}
        <CodeBlock text={request.stringToSign} what={t('request.stringToSign')} />
      </details>
    </details>
  );
}
