import { useTranslation } from 'react-i18next';
import { described } from '../../forms/describe';
import { type Params, prunedParams } from '../../forms/params';
import { picked } from '../../forms/prepare';
import type { Schema } from '../../forms/schema';
import { useRefLabel } from '../../forms/useRefLabel';
import { useWords } from '../../i18n/useWords';
import classes from './Review.module.css';
import type { WizardPart, WizardStep } from './steps';

type Props = {
  parts: WizardPart[];
  schema: Schema;
  params: Params;
  account: string;
  region: string;
  onGo: (step: WizardStep) => void;
};

/** Everything that was chosen, by step, in the words of the fields. */
export function OrderLines({ parts, schema, params, account, region, onGo }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const labelOf = useRefLabel(account, region);
  const given = prunedParams(params);
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
    </div>
  );
}
