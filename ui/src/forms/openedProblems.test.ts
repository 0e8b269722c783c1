import { expect, test } from 'vitest';
import { CREATE, operationForm, problemsOf } from '../testing/catalogue';
import { openedProblems } from './openedProblems';
import { isSchema } from './schema';

test('a group that is missing is told by the fields that it cannot be without', () => {
  const form = operationForm('tencent', CREATE.tencent ?? '');
  const schema = isSchema(form.schema) ? form.schema : {};
  const told = openedProblems(schema, problemsOf('tencent', form.operation, form.defaults));
  expect(told.map(({ path, field }) => `${path} ${field.zh}`)).toContain('/Placement/Zone 可用区');
  expect(told.map(({ path }) => path)).not.toContain('/Placement');
});
