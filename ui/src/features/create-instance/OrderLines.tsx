import { useTranslation } from 'react-i18next';
import { described } from '../../forms/describe';
import { type Params, prunedParams } from '../../forms/params';
import { picked } from '../../forms/prepare';
import type { Schema } from '../../forms/schema';
import { useRefLabel } from '../../forms/useRefLabel';
import { useWords } from '../../i18n/useWords';
import type { AgainRule, Text } from '../../ipc/bindings';
import classes from './Review.module.css';
import { stepOfField, type WizardPart, type WizardStep } from './steps';
import { type Unset, unsetIn } from './unset';

type Props = {
  parts: WizardPart[];
  schema: Schema;
  params: Params;
  account: string;
  region: string;
  /** How the operation is ordered again: which parameter tells what. */
  again: readonly AgainRule[];
  onGo: (step: WizardStep) => void;
};

/** Everything that was chosen, by step, in the words of the fields. */
export function OrderLines({ parts, schema, params, account, region, again, onGo }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const labelOf = useRefLabel(account, region);
  const given = prunedParams(params);
  const unset = unsetIn(schema, again, given);
  return (
    <div className={classes.lines}>
      {parts.map((part) => {
        const lines = described(picked(schema, part.fields), given, { words, t, labelOf });
        if (part.id === 'review' || lines.length === 0) return null;
        return (
          <section key={part.id}>
            <h3>
              {t(`create.step.${part.id}`)}
              <button type="button" className="yd-link" onClick={() => onGo(part.id)}>
                {t('create.change')}
              </button>
            </h3>
            <dl>
              {lines.map((line) => (
                <div key={line.path}>
                  <dt>{line.label}</dt>
                  <dd>
                    {line.value}
                    {line.id !== null && <code className="yd-code yd-dim"> {line.id}</code>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      {unset.length > 0 && (
        <section data-testid="review-unset">
          <h3>{t('create.unset.title')}</h3>
          <dl>
            {unset.map(({ what, field, defaults, words: said, required }) => {
              const step = stepOfField(field, parts);
              const held = described(schema, defaults, { words, t, labelOf }).map(({ value }) => value);
              return (
                <div key={what} data-what={what}>
                  <dt>{t(`create.unset.what.${what}`)}</dt>
                  <dd className="yd-dim">
                    {consequence(what, held, said, required)}{' '}
                    {step && (
                      <button type="button" className="yd-link" onClick={() => onGo(step)}>
                        {t('create.change')}
                      </button>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
    </div>
  );

  /** What becomes of something that the order leaves open. */
  function consequence(what: Unset['what'], held: string[], said: Text | null, required: boolean): string {
    if (required) return t('create.unset.required');
    if (held.length > 0) return t('create.unset.default', { what: held.join(t('common.comma')) });
    return said ? words(said) : t(`create.unset.none.${what}`);
  }
}
