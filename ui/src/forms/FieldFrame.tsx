import type { FieldTemplateProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { problemText } from '../components/problemText';
import { useWords } from '../i18n/useWords';
import type { Problem } from '../ipc/bindings';
import classes from './Form.module.css';
import { problemsAt, useFormScope } from './FormScope';
import { rangeWords } from './range';
import { defaultOf, helpOf, isNewer, type Schema, titleOf, valueTitle } from './schema';
import { kindOf } from './widgets/kind';
import { isWide } from './width';

/** What stands around a field: its label, what it is for, and what is wrong with it. Groups frame themselves. */
export function FieldFrame({
  schema: given,
  id,
  label,
  required,
  formData,
  fieldPathId,
  children,
}: FieldTemplateProps) {
  const schema = given as Schema;
  const { t } = useTranslation();
  const words = useWords();
  const scope = useFormScope();
  if (schema.type === 'object') return children;

  const name = String(fieldPathId.path.findLast((step) => typeof step === 'string') ?? label);
  const problems = problemsAt(scope, fieldPathId.path).filter((problem) => !isSaidByRules(schema, problem));
  const fallback = defaultOf(schema);
  // A switch says what it does as it stands.
  const help = (schema.type === 'boolean' && valueTitle(schema, formData ?? fallback)) || helpOf(schema);
  const range = Array.isArray(schema.enum) ? '' : rangeWords(schema, t);
  const isDefault = fallback !== undefined && JSON.stringify(formData) === JSON.stringify(fallback);
  const title = words(titleOf(name, schema));

  return (
    <div
      className={classes.field}
      data-field={fieldPathId.path.join('/')}
      data-wide={isWide(schema, scope.room) || undefined}
      data-wrong={problems.length > 0 || undefined}
    >
      <div className={classes.labelRow}>
        <label className={classes.label} htmlFor={id} id={`${id}__label`}>
          {title}
          {required && (
            <span className={classes.required} title={t('forms.required')}>
              *
            </span>
          )}
        </label>
        {isNewer(schema) && (
          <span className={classes.newer} title={t('forms.newerHelp')}>
            {t('forms.newerMark')}
          </span>
        )}
        {isDefault && <span className={classes.default}>{t('forms.default')}</span>}
        {range !== '' && <span className={classes.range}>{range}</span>}
      </div>
      {children}
      {problems.length > 0 ? (
        <div className={classes.problems} id={`${id}__problems`} role="alert">
          {problems.map((problem) => (
            <div key={`${problem.rule.kind} ${problem.words?.zh ?? ''}`}>{problemText(problem, words, t)}</div>
          ))}
        </div>
      ) : (
        help && <div className={classes.help}>{words(help)}</div>
      )}
    </div>
  );
}

/** A secret shows its rules while it is typed; what they say is not said again. */
function isSaidByRules(schema: Schema, { rule }: Problem): boolean {
  return kindOf(schema) === 'secret' && ['pattern', 'combination', 'min_length', 'max_length'].includes(rule.kind);
}
