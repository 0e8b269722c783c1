import { IconAlertTriangle, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { ErrorKind, IpcError, Vendor } from '../ipc/bindings';
import { asIpcError } from '../ipc/failure';
import { CopyButton } from './CopyButton';
import { CopyText } from './CopyText';
import classes from './ErrorNotice.module.css';
import { Notice, type Tone } from './Notice';
import { problemText } from './problemText';

/**
 * The one way an error is shown: what happened, what was not done, what to do, and what the cloud itself said.
 * `error` is whatever was thrown. `compact` leaves out the advice, for lists; `actions` are the ways out.
 */
export function ErrorNotice({
  error: thrown,
  compact = false,
  actions,
}: {
  error: unknown;
  compact?: boolean;
  actions?: ReactNode;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const error = asIpcError(thrown);
  const tone = toneOf(error.kind);
  const explanation = error.words ?? error.vendor?.explanation ?? null;
  // Nobody can mend a field where there is none.
  const todo = ({ kind, problems }: IpcError) =>
    kind === 'invalid_params' && problems.length === 0 ? t('error.refusedTodo') : t(`error.${kind}.todo`);
  const Shape = tone === 'calm' ? IconHelpCircle : tone === 'warn' ? IconAlertTriangle : IconCircleX;

  return (
    <Notice tone={tone} icon={Shape} data-testid="error-notice" data-kind={error.kind} role="alert">
      <div className={classes.title}>{t(`error.${error.kind}.title`)}</div>
      {explanation && <p>{words(explanation)}</p>}
      {error.problems.length > 0 && (
        <ul className={classes.problems}>
          {error.problems.map((problem) => (
            <li key={`${problem.path} ${problem.rule.kind}`}>
              <strong>{words(problem.field)}</strong> {problemText(problem, words, t)}
            </li>
          ))}
        </ul>
      )}
      {!compact && <p>{t('error.advice', { done: t(`error.delivery.${notDone(error)}`), todo: todo(error) })}</p>}
      {error.vendor && <VendorWords vendor={error.vendor} />}
      {!compact && (
        <details className={classes.details}>
          <summary>{t('error.details')}</summary>
          <div className={classes.context}>
            <code className="yd-code">{report(error)}</code>
            <CopyButton text={report(error)} what={t('error.details')} />
          </div>
        </details>
      )}
      {actions && <div className={classes.actions}>{actions}</div>}
    </Notice>
  );
}

function VendorWords({ vendor }: { vendor: Vendor }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.vendor}>
      <dt>{t('error.code')}</dt>
      <dd>
        <CopyText text={vendor.code} what={t('error.code')} />
      </dd>
      {vendor.message !== '' && (
        <>
          <dt>{t('error.message')}</dt>
          <dd>{vendor.message}</dd>
        </>
      )}
      {vendor.requestId && (
        <>
          <dt>{t('common.requestId')}</dt>
          <dd>
            <CopyText text={vendor.requestId} what={t('common.requestId')} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** What was not done. A timeout is always one of a read (`ErrorKind::Timeout`), so nothing can have changed. */
function notDone(error: IpcError): 'not_sent' | 'maybe_sent' | 'answered' | 'read_only' {
  return error.kind === 'timeout' && error.delivery === 'maybe_sent' ? 'read_only' : error.delivery;
}

function toneOf(kind: ErrorKind): Tone {
  switch (kind) {
    case 'outcome_unknown':
    case 'cancelled':
    case 'unsupported':
      return 'calm';
    case 'invalid_params':
    case 'conflict':
    case 'rate_limited':
    case 'sold_out':
    case 'plan_expired':
    case 'keychain_unavailable':
    case 'secret_elsewhere':
    case 'not_found':
      return 'warn';
    default:
      return 'bad';
  }
}

/** Everything a report needs, free of secrets. */
function report(error: IpcError): string {
  const place = error.at ? [error.at.account, error.at.region, error.at.operation].filter(Boolean).join(' / ') : '';
  const vendor = error.vendor
    ? `HTTP ${error.vendor.httpStatus} ${error.vendor.code} ${error.vendor.requestId ?? ''}\n${error.vendor.message}`
    : '';
  return [`${error.kind} (${error.delivery})`, place, error.context, vendor].filter(Boolean).join('\n');
}
