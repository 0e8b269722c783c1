import type { TFunction } from 'i18next';
import { type Params, valueAt } from '../../forms/params';
import { numberIn, type Schema, schemaAt, textIn } from '../../forms/schema';
import type { Chosen } from '../../forms/useChosen';
import { unitOf } from '../../forms/widgets/unit';
import type { AgainRule, InstanceType } from '../../ipc/bindings';

/** A size where a cloud sells it by number: `2 核 4 GiB`; empty where it does not, or nothing is chosen. */
export function sizeByNumber(schema: Schema, rules: readonly AgainRule[], params: Params, t: TFunction): string {
  return rules
    .filter(({ fact }) => fact === 'size')
    .flatMap(({ field }) => {
      const own = schemaAt(schema, field.split('/'));
      const value = valueAt(params, field.split('/'));
      if (!own || typeof value !== 'number' || value === 0 || numberIn(own, 'minimum') === 0) return [];
      if (textIn(own, 'x-unit') === 'vCPU') return [t('inventory.vcpus', { count: value })];
      const { scale, word } = unitOf(own, t);
      return [`${value / scale} ${word}`.trim()];
    })
    .join(' ');
}

/** A type with what it has: `S5.MEDIUM4 · 2 核 4 GiB`. */
export function typeWithSize(id: string, type: InstanceType | undefined, t: TFunction): string {
  if (!type) return id;
  const memory = `${Number((type.memoryMib / 1024).toFixed(2))} GiB`;
  const gpus = type.gpus > 0 ? ` · ${type.gpus} GPU` : '';
  return `${id} · ${t('inventory.vcpus', { count: type.vcpus })} ${memory}${gpus}`;
}

type Named = {
  schema: Schema;
  rules: readonly AgainRule[];
  params: Params;
  chosen: Chosen;
  labelOf: (kind: string, id: string) => string | null;
};

/** What a half-filled order is told apart by: its name, size and image; empty where nothing of it is chosen. */
export function orderTitle({ schema, rules, params, chosen, labelOf }: Named, t: TFunction): string {
  const name = rules.find(({ fact }) => fact === 'name')?.field.split('/');
  const image = chosen.image?.[0];
  const parts = [
    name ? valueAt(params, name) : undefined,
    chosen.instance_type?.[0] ?? sizeByNumber(schema, rules, params, t),
    image && (labelOf('image', image) ?? image),
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
}
