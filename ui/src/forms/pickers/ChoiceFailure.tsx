import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import { asIpcError } from '../../ipc/failure';
import classes from './Picker.module.css';

/** Why a list could not be read, in a line beside its field: typing by hand still works. */
export function ChoiceFailure({ error: thrown, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const error = asIpcError(thrown);
  const own = error.words ?? error.vendor?.explanation;
  const said = own ? words(own) : t(`error.${error.kind}.title`);
  const vendor = error.vendor ? ` ${error.vendor.code}: ${error.vendor.message}` : '';
  return (
    <div className={classes.failure} data-testid="choice-failure" title={vendor || error.context}>
      {t('forms.listFailed', { why: `${said}${vendor}` })}{' '}
      {error.kind !== 'unsupported' && (
        <button type="button" className="yd-link" onClick={onRetry}>
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}
