// Not from the package's front: that also brings a test helper over a validator that needs eval.
import Form from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { FieldFrame } from './FieldFrame';
import { FieldGroup } from './FieldGroup';
import { ListField } from './ListField';
import type { Params } from './params';
import type { Schema } from './schema';
import { validator } from './validator';
import { ScalarWidget } from './widgets/ScalarWidget';

const fields = { ArrayField: ListField };
const templates = { FieldTemplate: FieldFrame, ObjectFieldTemplate: FieldGroup };
// Every kind of scalar field ends in the one switch of ScalarWidget.
const widgets = { TextWidget: ScalarWidget, SelectWidget: ScalarWidget, CheckboxWidget: ScalarWidget };
// The shell gives the defaults; what a person has cleared stays cleared.
const noDefaults = {
  emptyObjectFields: 'skipDefaults',
  constAsDefaults: 'never',
  requiredBooleanDefault: 'skip',
  arrayMinItems: { populate: 'never' },
} as const;

type Props = {
  /** Prepared, see {@link file://./prepare.ts}. */
  schema: Schema;
  /** All parameters, also those that this form does not show. */
  params: Params;
  onChange: (params: Params) => void;
};

/** A form made from the catalogue. Its surroundings come from {@link file://./FormScope.ts}. */
export function SchemaForm({ schema, params, onChange }: Props) {
  const form = useMemo(() => schema as RJSFSchema, [schema]);
  return (
    <Form
      tagName="div"
      idPrefix="param"
      idSeparator="/"
      schema={form}
      formData={params}
      validator={validator}
      fields={fields}
      templates={templates}
      widgets={widgets}
      uiSchema={noSubmit}
      experimental_defaultFormStateBehavior={noDefaults}
      experimental_componentUpdateStrategy="shallow"
      noValidate
      noHtml5Validate
      showErrorList={false}
      onChange={({ formData }) => onChange((formData ?? {}) as Params)}
    >
      {/* No submit button: the page has its own. */}
      <span hidden />
    </Form>
  );
}

const noSubmit = { 'ui:submitButtonOptions': { norender: true } };
