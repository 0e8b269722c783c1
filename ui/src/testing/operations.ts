import { isSchema, properties, type Schema, textAt, textIn, texts } from '../forms/schema';
import type { Effect, OperationDetails, OperationSummary, Text } from '../ipc/bindings';
import { CREATE, cloudSpec, operationForm, operationOf } from './catalogue';

// The real catalogues, as in `catalogue.ts`. The shell does the same in `app/src/explorer`.
const files = import.meta.glob<unknown>('../../../src-tauri/crates/clouds/src/*/catalogue/*.json', {
  eager: true,
  import: 'default',
});

const EFFECTS: readonly string[] = ['read', 'mutate', 'purchase', 'destroy'] satisfies Effect[];

/** What the shell answers to `operations`, for one cloud or all. */
export function operationsOf(asked: string | null = null): OperationSummary[] {
  return Object.keys(CREATE)
    .filter((cloud) => asked === null || cloud === asked)
    .flatMap((cloud) =>
      Object.entries(files).flatMap(([path, file]) => {
        const noun = /\/([a-z]+)\/catalogue\/([a-z_]+)\.json$/.exec(path);
        if (noun?.[1] !== cloud || noun[2] === undefined || ['cloud', 'shapes', 'nouns'].includes(noun[2])) return [];
        return Object.entries(isSchema(file) ? file : {}).flatMap(([name, operation]) =>
          isSchema(operation) ? [summary(cloud, noun[2] ?? '', name, operation)] : [],
        );
      }),
    );
}

function summary(cloud: string, noun: string, name: string, operation: Schema): OperationSummary {
  return {
    cloud,
    name,
    noun,
    title: textAt(operation, 'title') ?? { zh: name, en: name },
    effect: effectOf(operation),
    disruptive: operation.disruptive === true,
    companion: operation.companion === true,
    hasQuote: operation.quote !== undefined,
    isList: isSchema(operation.output) && operation.output.items !== undefined,
  };
}

/** What the shell answers to `operation_details`. */
export function detailsOf(cloud: string, name: string): OperationDetails {
  const operation = operationOf(cloud, name);
  const spec = cloudSpec(cloud);
  const service = textIn(operation, 'service') ?? textIn(spec, 'defaultService') ?? '';
  const services = isSchema(spec.services) && isSchema(spec.services[service]) ? spec.services[service] : {};
  const http = isSchema(operation.http) ? operation.http : {};
  return {
    form: { ...operationForm(cloud, name), effect: effectOf(operation) },
    noun: operationsOf(cloud).find((one) => one.name === name)?.noun ?? '',
    http: { method: textIn(http, 'method') ?? '', path: textIn(http, 'path') ?? '' },
    service,
    version: textIn(services, 'version'),
    rateLimit: Number(operation.rateLimitPerSecond ?? spec.rateLimitPerSecond ?? 0),
    requiresState: texts(operation.requiresState),
    idempotency: textIn(operation, 'idempotency'),
    waiter: textIn(operation, 'waiter'),
    errors: (isSchema(operation.errors) ? properties({ properties: operation.errors }) : []).map(([code, text]) => ({
      code,
      text: textOf(text),
    })),
    source: textIn(operation, 'source') ?? '',
    example: operation.example ?? {},
  };
}

function effectOf(operation: Schema): Effect {
  const effect = textIn(operation, 'effect');
  if (effect === null || !EFFECTS.includes(effect)) throw new Error(`no effect ${effect}`);
  return effect as Effect;
}

function textOf(schema: Schema): Text {
  return { zh: textIn(schema, 'zh') ?? '', en: textIn(schema, 'en') ?? '' };
}
