import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/Facts';
import { useWords } from '../../i18n/useWords';
import type { OperationDetails } from '../../ipc/bindings';
import classes from './Explorer.module.css';

/** What the cloud's document says of the operation beyond its parameters. */
export function AboutOperation({ details }: { details: OperationDetails }) {
  const { t } = useTranslation();
  const words = useWords();
  const { form, http, service, version, rateLimit, requiresState, idempotency, waiter, errors, source } = details;
  return (
    <div className={classes.scrolls}>
      <Facts
        facts={[
          [t('explorer.about.call'), <code key="call" className="yd-code">{`${http.method} ${http.path}`}</code>],
          [t('explorer.about.service'), version === null ? service : `${service} · ${version}`],
          [t('explorer.about.rate'), t('explorer.about.perSecond', { count: rateLimit })],
          [t('explorer.about.states'), requiresState.length > 0 ? requiresState.join(t('common.comma')) : undefined],
          [
            t('explorer.about.price'),
            form.effect !== 'purchase'
              ? undefined
              : form.hasQuote
                ? t('explorer.about.quoted')
                : form.noQuote
                  ? words(form.noQuote)
                  : undefined,
          ],
          [t('explorer.about.waits'), waiter !== null ? t('explorer.about.waitsYes') : undefined],
          [
            t('explorer.about.idempotency'),
            idempotency !== null ? t('explorer.about.idempotencyBy', { name: idempotency }) : undefined,
          ],
          [t('explorer.about.source'), source],
        ]}
      />
      {errors.length > 0 && (
        <>
          <h3 className={classes.heading}>{t('explorer.about.errors')}</h3>
          <dl className={classes.codes}>
            {errors.map(({ code, text }) => (
              <div key={code}>
                <dt>
                  <code className="yd-code">{code}</code>
                </dt>
                <dd>{words(text)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
