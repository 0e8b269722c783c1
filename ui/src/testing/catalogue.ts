import { type Schema as CfSchema, type OutputUnit, Validator } from '@cfworker/json-schema';
import { type Params, pruned, valueAt } from '../forms/params';
import { isSchema, properties, requiredOf, type Schema, schemaAt, textAt, texts, titleOf } from '../forms/schema';
import type { OperationForm, Problem, Rule, Text } from '../ipc/bindings';

// The real catalogues, so that forms are tried on what they are for. The shell does the same in `app/src/forms.rs`.
const files = import.meta.glob<unknown>('../../../src-tauri/crates/clouds/src/*/catalogue/*.json', {
  eager: true,
  import: 'default',
});

const STEPS = ['place', 'image', 'type', 'storage', 'network', 'login', 'billing'] as const;

/** The operation of each cloud that creates instances. */
export const CREATE: { [cloud: string]: string } = {
  tencent: 'RunInstances',
  kingsoft: 'RunInstances',
  jdcloud: 'createInstances',
  ucloudstack: 'CreateVMInstance',
};

function fileOf(cloud: string, name: string): Schema {
  const file = files[`../../../src-tauri/crates/clouds/src/${cloud}/catalogue/${name}.json`];
  return isSchema(file) ? file : {};
}

/** A cloud's own file. */
export function cloudSpec(cloud: string): Schema {
  return fileOf(cloud, 'cloud');
}

/** An operation as it stands in its file, shapes resolved. */
export function operationOf(cloud: string, name: string): Schema {
  for (const path of Object.keys(files)) {
    const noun = /\/([a-z]+)\/catalogue\/([a-z_]+)\.json$/.exec(path);
    if (noun?.[1] !== cloud || noun[2] === undefined) continue;
    const operation = fileOf(cloud, noun[2])[name];
    if (isSchema(operation) && isSchema(operation.input)) {
      return { ...operation, input: resolved(operation.input, fileOf(cloud, 'shapes')) };
    }
  }
  throw new Error(`${cloud} has no operation ${name}`);
}

function resolved(value: unknown, shapes: Schema): unknown {
  if (Array.isArray(value)) return value.map((element) => resolved(element, shapes));
  if (!isSchema(value)) return value;
  const { $ref: reference, ...rest } = value;
  const own = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, resolved(member, shapes)]));
  if (typeof reference !== 'string') return own;
  const shape = resolved(valueAt(shapes, reference.slice(2).split('/')), shapes);
  return isSchema(shape) ? { ...shape, ...own } : own;
}

/** What the shell answers to `operation_form`. */
export function operationForm(cloud: string, name: string): OperationForm {
  const operation = operationOf(cloud, name);
  const schema = visible(isSchema(operation.input) ? operation.input : {});
  return {
    operation: name,
    title: textAt(operation, 'title') ?? { zh: name, en: name },
    help: textAt(operation, 'help'),
    effect: 'purchase',
    schema,
    steps: steps(schema),
    defaults: defaults(schema) ?? {},
    hasQuote: operation.quote !== undefined,
    noQuote: textAt(operation, 'noQuote'),
    again: Array.isArray(operation.again) ? operation.again : [],
  };
}

function visible(input: Schema): Schema {
  const shown = properties(input).filter(([, member]) => member['x-hidden'] !== true);
  const names = shown.map(([name]) => name);
  return {
    ...input,
    properties: Object.fromEntries(shown),
    required: requiredOf(input).filter((name) => names.includes(name)),
  };
}

function steps(schema: Schema): OperationForm['steps'] {
  const fields: [step: string, path: string][] = properties(schema).flatMap(([name, member]) => {
    const inner = properties(member);
    const opens = member['x-step'] === undefined && inner.some(([, part]) => part['x-step'] !== undefined);
    return opens
      ? inner.map(([part, inside]): [string, string] => [stepOf(inside), `${name}/${part}`])
      : [[stepOf(member), name]];
  });
  return [...STEPS, 'advanced' as const]
    .map((id) => ({ id, fields: fields.filter(([step]) => step === id).map(([, path]) => path) }))
    .filter((step) => step.fields.length > 0);
}

function stepOf(member: Schema): string {
  const step = STEPS.find((id) => id === member['x-step']);
  return step ?? 'advanced';
}

function defaults(schema: Schema): Params | undefined {
  if (schema.default !== undefined) return schema.default as Params;
  const required = requiredOf(schema);
  const members = properties(schema)
    .filter(([name, { default: given }]) => (given !== undefined && given !== false) || required.includes(name))
    .map(([name, member]): [string, unknown] => [name, defaults(member)])
    .filter(([, value]) => value !== undefined);
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}

/** What the shell answers to `validate_params`, near enough for looking at pages and for tests of them. */
export function problemsOf(cloud: string, name: string, params: unknown): Problem[] {
  const input = operationOf(cloud, name).input as Schema;
  const { errors } = new Validator(input as CfSchema, '2020-12', false).validate(pruned(params) ?? {});
  const found = errors.flatMap((error) => problem(input, error)).filter((one) => !hidden(input, one.path));
  return [...new Map(found.map((one) => [`${one.path} ${one.rule.kind}`, one])).values()];
}

function hidden(input: Schema, path: string): boolean {
  return schemaAt(input, path.split('/').slice(1))?.['x-hidden'] === true;
}

function problem(input: Schema, { keyword, keywordLocation, instanceLocation, error }: OutputUnit): Problem[] {
  const path = instanceLocation.slice(1);
  const limits = valueAt(input, keywordLocation.slice(2).split('/'));
  const rule = ruleOf(keyword, limits);
  if (!rule) return [];
  const at = rule.kind === 'required' ? `${path}/${/"(.+?)"/.exec(error)?.[1] ?? ''}` : path;
  const steps = at.split('/').slice(1);
  const schema = schemaAt(input, steps) ?? {};
  const own = rule.kind === 'pattern' || rule.kind === 'combination' ? textAt(schema, 'x-rule') : null;
  return [
    { path: at, field: titleOf(steps.at(-1) ?? '', schema), rule, words: own ?? wordsAbove(input, keywordLocation) },
  ];
}

function wordsAbove(input: Schema, location: string): Text | null {
  if (!/\/(then|else|not|dependentRequired)(\/|$)/.test(location)) return null;
  const steps = location.slice(2).split('/');
  for (let end = steps.length - 1; end > 0; end--) {
    const node = valueAt(input, steps.slice(0, end));
    const words = isSchema(node) ? textAt(node, 'x-rule') : null;
    if (words) return words;
  }
  return null;
}

function ruleOf(keyword: string, limit: unknown): Rule | null {
  const text = String(limit);
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return { kind: 'required' };
    case 'type':
      return { kind: 'type', expected: text };
    case 'enum':
      return { kind: 'enum', allowed: Array.isArray(limit) ? limit.map(String) : texts(limit) };
    case 'minimum':
    case 'exclusiveMinimum':
      return { kind: 'minimum', limit: text };
    case 'maximum':
      return { kind: 'maximum', limit: text };
    case 'multipleOf':
      return { kind: 'step', step: text };
    case 'minLength':
      return { kind: 'min_length', limit: Number(limit) };
    case 'maxLength':
      return { kind: 'max_length', limit: Number(limit) };
    case 'maxItems':
      return { kind: 'max_items', limit: Number(limit) };
    case 'pattern':
      return { kind: 'pattern', pattern: text };
    case 'uniqueItems':
      return { kind: 'unique' };
    case 'not':
      return { kind: 'combination' };
    default:
      return null;
  }
}
