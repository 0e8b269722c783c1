import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { problemText } from '../components/problemText';
import { useWords } from '../i18n/useWords';
import { amidst } from './amidst';
import classes from './Form.module.css';
import { hasProblemWithin, problemsAt, useFormScope } from './FormScope';
import { isEmpty, valueAt } from './params';
import { helpOf, isNewer, isSchema, type Schema, titleOf } from './schema';
import { isShown, standing } from './visibility';

/**
 * The members of a structure. At the first level a group has a heading; deeper ones stand among their parent's fields,
 * so that nesting that only the wire needs is not shown. The whole form is a group without a heading.
 */
export function FieldGroup({ schema: given, formData, properties, required, fieldPathId }: ObjectFieldTemplateProps) {
  const schema = given as Schema;
  const { t } = useTranslation();
  const words = useWords();
  const scope = useFormScope();
  const { path } = fieldPathId;
  const members = isSchema(schema.properties) ? schema.properties : {};

  const shown = properties.filter(({ name }) => {
    const member = members[name];
    if (!isSchema(member)) return false;
    const stands = standing(member, valueAt(formData, [name]), hasProblemWithin(scope, [...path, name]));
    return isShown(stands, scope);
  });
  const problems = path.length > 0 ? problemsAt(scope, path) : [];
  const said = problems.length > 0 && (
    <div className={classes.problems} data-wide role="alert">
      {problems.map((problem) => (
        <div key={`${problem.rule.kind} ${problem.words?.zh ?? ''}`}>{problemText(problem, words, t)}</div>
      ))}
    </div>
  );
  if (shown.length === 0 && !said) return null;
  const content = shown.map(({ name, content: member }) => <Member key={name}>{member}</Member>);

  if (path.length === 0) {
    return (
      <div className={classes.form} data-room={scope.room}>
        {content}
      </div>
    );
  }
  const level = Number(schema['x-level'] ?? 0);
  const headed = !schema['x-opened'] && (level === 1 || schema['x-advanced'] === true || isNewer(schema));
  if (!headed) {
    return (
      <>
        {said}
        {content}
      </>
    );
  }
  const title = words(titleOf(String(path.at(-1)), schema));
  const help = helpOf(schema);
  return (
    <fieldset className={classes.group} data-field={path.join('/')} data-wide data-level={level}>
      <legend className={classes.groupTitle}>{title}</legend>
      {!required && !isEmpty(formData) && (
        <button
          type="button"
          className={classes.groupClear}
          aria-label={t('forms.clearGroup', { what: amidst(title) })}
          onClick={() => scope.onClear(path.map(String))}
        >
          {t('common.clear')}
        </button>
      )}
      {help && <div className={classes.groupHelp}>{words(help)}</div>}
      <div className={classes.form} data-room={scope.room}>
        {said}
        {content}
      </div>
    </fieldset>
  );
}

function Member({ children }: { children: React.ReactNode }) {
  return children;
}
