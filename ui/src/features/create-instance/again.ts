import { type Params, withValue } from '../../forms/params';
import { isSchema, itemsOf, numberIn, properties, type Schema, schemaAt, valuesOf } from '../../forms/schema';
import type { AgainFact, AgainRule, Instance } from '../../ipc/bindings';

/**
 * Why something of an instance is not in the order of another one. `unsaid`: the cloud's record does not say it. `refused`:
 * the order does not take what the record says. `more`: the order takes fewer. `nowhere`: the order has no place for it.
 * `secret`: nobody can read it.
 */
export type LeftOut = {
  why: 'unsaid' | 'refused' | 'more' | 'nowhere' | 'secret';
  /** The kind of thing: a fact of the catalogue's rules, or what a parameter can name. */
  what: AgainFact | 'login' | 'key_pair' | 'image' | 'instance_type' | 'zone' | 'vpc' | 'subnet';
  /** Where it is to be given, as member names; `null` where nowhere. */
  field: string[] | null;
  /** What the record says, where it says something. */
  value: string | null;
};

/** What the rules of an order take over from an instance, and what they do not. */
export function takenOver(schema: Schema, rules: readonly AgainRule[], instance: Instance) {
  let params: Params = {};
  const left: LeftOut[] = [];
  const said = new Set<AgainFact>();
  const told = new Set<AgainFact>();
  for (const rule of rules.filter(({ fact }) => isThere(fact, instance))) {
    const field = rule.field.split('/');
    const found = rule.from == null ? [] : standing(instance.raw, rule.from);
    if (found.length === 0) continue;
    said.add(rule.fact);
    const at = schemaAt(schema, field);
    const { value, over } = at ? asTaken(at, rule, found) : { value: undefined, over: 0 };
    const lost = { what: rule.fact, field };
    if (value === undefined) left.push({ ...lost, why: 'refused', value: wordOf(found[0]) });
    else {
      params = withValue(params, field, rule.fact === 'name' ? anotherName(String(value), at) : value);
      told.add(rule.fact);
      const isSaid = left.some(({ what, why }) => what === rule.fact && why === 'more');
      if (over > 0 && !isSaid) left.push({ ...lost, why: 'more', value: `× ${over}` });
    }
  }
  for (const { fact, field, from } of rules) {
    if (!isThere(fact, instance)) continue;
    const isFirst = !left.some(({ what, why }) => what === fact && why === 'unsaid');
    if (isFirst && (from == null || (!said.has(fact) && isPhysical(fact)))) {
      left.push({ what: fact, why: 'unsaid', field: field.split('/'), value: null });
    }
  }
  for (const fact of PHYSICAL) {
    if (isThere(fact, instance) && !rules.some((rule) => rule.fact === fact)) {
      left.push({ what: fact, why: 'nowhere', field: null, value: null });
    }
  }
  return { params, left };
}

/** What one pays for or relies on: that it is missing is said in any case. */
const PHYSICAL: readonly AgainFact[] = ['billing', 'period', 'system_disk', 'data_disks', 'public_address'];

function isPhysical(fact: AgainFact): boolean {
  return PHYSICAL.includes(fact);
}

/** Whether the instance has such a thing at all. */
function isThere(fact: AgainFact, { billing, disks, publicIps }: Instance): boolean {
  switch (fact) {
    case 'period':
      return billing.kind === 'prepaid';
    case 'system_disk':
      return disks.some(({ system }) => system);
    case 'data_disks':
      return disks.some(({ system }) => !system);
    case 'public_address':
      return publicIps.length > 0;
    default:
      return true;
  }
}

/** What stands in a record at `A.B`, `A[].B` or `A[Type=Boot].B`, without what says nothing. */
function standing(record: unknown, path: string): unknown[] {
  let at: unknown[] = [record];
  for (const step of path.split('.')) {
    const match = /^([^[]+)(?:\[(?:([^=]+)=([^\]]*))?\])?$/.exec(step);
    if (!match) return [];
    const [, name = '', member, wanted] = match;
    at = at.flatMap((one) => (isSchema(one) ? [one[name]] : []));
    if (step.endsWith(']')) at = at.flatMap((one) => (Array.isArray(one) ? one : []));
    if (member !== undefined) at = at.filter((one) => isSchema(one) && String(one[member]) === wanted);
  }
  return at.filter((one) => !saysNothing(one));
}

/** Nulls, empty texts and zeros: a card that is not there, a disk of no size. */
function saysNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0 || value === '0';
}

/** What a parameter takes of what was found; how many it does not take. */
function asTaken(schema: Schema, rule: AgainRule, found: unknown[]): { value: unknown; over: number } {
  if (schema.type !== 'array') return { value: fitting(schema, found[0]), over: found.length - 1 };
  const element = itemsOf(schema) ?? {};
  const members = Object.entries(rule.items ?? {});
  const taken = found.flatMap((one) => {
    const value =
      members.length === 0
        ? fitting(element, one)
        : members.reduce<Params | undefined>((whole, [field, from]) => {
            const path = field.split('/');
            const [own] = standing(one, from);
            const value = own === undefined ? undefined : fitting(schemaAt(element, path) ?? {}, own);
            if (own !== undefined && value === undefined) return undefined;
            return whole && (value === undefined ? whole : withValue(whole, path, value));
          }, {});
    return value === undefined ? [] : [value];
  });
  const kept = taken.slice(0, numberIn(schema, 'maxItems') ?? taken.length);
  return { value: kept.length > 0 ? kept : undefined, over: found.length - kept.length };
}

/** A value of a record as the parameter takes it; `undefined` when it does not. */
function fitting(schema: Schema, value: unknown): unknown {
  const { values, closed } = valuesOf(schema);
  switch (schema.type) {
    case 'string': {
      const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
      return closed && !values.some((one) => one === text) ? undefined : text;
    }
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || (closed && !values.includes(number))) return undefined;
      return number < (numberIn(schema, 'minimum') ?? number) || number > (numberIn(schema, 'maximum') ?? number)
        ? undefined
        : number;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return isSchema(value) && properties(schema).length === 0 ? value : undefined;
  }
}

/** The name of another one: the number behind its last dash counted on, or a second one. */
function anotherName(name: string, schema: Schema | null): string {
  const most = (schema && numberIn(schema, 'maxLength')) ?? name.length + 2;
  const numbered = /^(.*[-_])(\d{1,9})$/.exec(name);
  const [, stem = name, digits] = numbered ?? [];
  const next = digits === undefined ? '-2' : String(Number(digits) + 1).padStart(digits.length, '0');
  return `${stem.slice(0, Math.max(most - next.length, 0))}${next}`;
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
