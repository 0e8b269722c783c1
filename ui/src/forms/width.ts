import type { FormScope } from './FormScope';
import { refOf, type Schema } from './schema';
import { kindOf } from './widgets/kind';

/** Whether a field takes the whole width of its form. */
export function isWide(schema: Schema, room: FormScope['room']): boolean {
  if (schema.type === 'array') return schema['x-items'] !== undefined;
  const kind = kindOf(schema);
  if (kind === 'text-long' || kind === 'secret-long' || kind === 'encoded') return true;
  const ref = refOf(schema);
  return room === 'page' && (ref === 'image' || ref === 'instance_type');
}
