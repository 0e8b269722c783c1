import { ActionIcon, Button } from '@mantine/core';
import type { FieldPathList, FieldProps } from '@rjsf/utils';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import { amidst } from './amidst';
import classes from './Form.module.css';
import { isEmpty, pruned } from './params';
import { ChoiceListPicker } from './pickers/ChoiceListPicker';
import { prepared } from './prepare';
import { defaultOf, isNewer, isSchema, numberIn, properties, refOf, requiredOf, type Schema, titleOf } from './schema';
import { TextList } from './widgets/TextList';

/** A list: of things picked, of texts, or of structures that are added and removed one by one. */
export function ListField(props: FieldProps) {
  const schema = props.schema as Schema;
  const values: unknown[] = Array.isArray(props.formData) ? props.formData : [];
  const { path, $id: id } = props.fieldPathId;
  const change = (next: unknown[]) => props.onChange(next, path);

  if (isSchema(schema['x-items'])) {
    return <StructureList {...props} schema={schema} items={schema['x-items']} values={values} onValues={change} />;
  }
  const chosen = values.filter((value) => typeof value === 'string');
  if (refOf(schema) !== null) return <ChoiceListPicker id={id} schema={schema} values={chosen} onChange={change} />;
  return <TextList id={id} schema={schema} values={chosen} onChange={change} />;
}

type StructureListProps = Omit<FieldProps, 'schema'> & {
  schema: Schema;
  items: Schema;
  values: unknown[];
  onValues: (values: unknown[]) => void;
};

function StructureList({
  schema,
  items,
  values,
  onValues,
  registry,
  fieldPathId,
  name,
  onBlur,
  onFocus,
  onChange,
}: StructureListProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { SchemaField } = registry.fields;
  const keys = useKeys(values.length);
  const title = words(titleOf(name, schema));
  const one = typeof items.title === 'string' ? words(titleOf(name, items)) : title;
  const most = numberIn(schema, 'maxItems');
  const level = Number(schema['x-level'] ?? 0) + 2;

  const remove = (index: number) => {
    keys.remove(index);
    onValues(values.filter((_, at) => at !== index));
  };
  return (
    <fieldset className={classes.list} aria-label={title}>
      {values.map((value, index) => {
        const path: FieldPathList = [...fieldPathId.path, index];
        return (
          <div key={keys.at(index)} className={classes.item} data-testid="list-item">
            <ItemFields items={items} value={value} level={level}>
              {(form) =>
                SchemaField && (
                  <div className={classes.form}>
                    <SchemaField
                      name={String(index)}
                      schema={form}
                      formData={value}
                      fieldPathId={{ $id: `${fieldPathId.$id}/${index}`, path }}
                      registry={registry}
                      onChange={onChange}
                      onBlur={onBlur}
                      onFocus={onFocus}
                      required
                    />
                  </div>
                )
              }
            </ItemFields>
            <ActionIcon
              className={classes.itemRemove}
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('forms.removeItem', { what: amidst(one), number: index + 1 })}
              onClick={() => remove(index)}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <div className={classes.listFoot}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          disabled={most !== null && values.length >= most}
          onClick={() => onValues([...values, initial(items)])}
        >
          {t('forms.addItem', { what: amidst(one) })}
        </Button>
        {most !== null && <span>{t('forms.countOfMost', { count: values.length, most })}</span>}
      </div>
    </fieldset>
  );
}

function ItemFields({
  items,
  value,
  level,
  children,
}: {
  items: Schema;
  value: unknown;
  level: number;
  children: (form: object) => React.ReactNode;
}) {
  const form = useMemo(() => prepared(items, pruned(value), level), [items, value, level]);
  return children(form);
}

/** A new element: what forms begin with, or the document gives as default, also within structures that it requires. */
function initial(schema: Schema): unknown {
  const fallback = schema['x-start'] ?? defaultOf(schema);
  if (fallback !== undefined) return fallback;
  if (schema.type !== 'object') return undefined;
  const required = requiredOf(schema);
  const members = properties(schema)
    .filter(([, member]) => !isNewer(member))
    .filter(([name, member]) => begins(member) || required.includes(name) || member.type === 'object')
    .map(([name, member]): [string, unknown] => [name, initial(member)])
    .filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(members);
}

function begins(schema: Schema): boolean {
  return schema['x-start'] !== undefined || defaultOf(schema) !== undefined;
}

/** Keys that stay with an element when another one is removed. */
function useKeys(count: number) {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < count) keys.current.push(next.current++);
  keys.current.length = count;
  return {
    at: (index: number) => keys.current[index],
    remove: (index: number) => {
      keys.current.splice(index, 1);
    },
  };
}
