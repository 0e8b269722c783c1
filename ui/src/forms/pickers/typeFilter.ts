import type { TFunction } from 'i18next';
import type { InstanceType } from '../../ipc/bindings';

/** What a person looks for among the instance types. Empty texts: anything. */
export type TypeFilter = { vcpus: string; memory: string; gpu: '' | 'with' | 'without'; family: string; text: string };

export const anyType: TypeFilter = { vcpus: '', memory: '', gpu: '', family: '', text: '' };

export function typeFits(type: InstanceType, filter: TypeFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  return (
    (filter.vcpus === '' || type.vcpus === Number(filter.vcpus)) &&
    (filter.memory === '' || type.memoryMib === Number(filter.memory)) &&
    (filter.gpu === '' || type.gpus > 0 === (filter.gpu === 'with')) &&
    (filter.family === '' || type.family === filter.family) &&
    (text === '' || [type.id, type.family, type.familyTitle ?? ''].some((part) => part.toLowerCase().includes(text)))
  );
}

/** Whether nothing is left of a type: in the zone when one is chosen, else in all zones that offer it. */
export function isSoldOut(type: InstanceType, zone: string | null): boolean {
  if (zone !== null) return type.soldOutZones.includes(zone);
  return type.zones.length > 0 && type.zones.every((offered) => type.soldOutZones.includes(offered));
}

/** `4 GiB`, `512 MiB`. */
export function memoryWords(mib: number): string {
  return mib >= 1024 ? `${Number((mib / 1024).toFixed(2))} GiB` : `${mib} MiB`;
}

/** What clouds call their families, each with the key of its words; the longer word first. */
const FAMILIES = [
  ['GPU计算型', 'gpuCompute'],
  ['GPU渲染型', 'gpuRendering'],
  ['高性能计算', 'highPerformance'],
  ['标准存储增强型', 'standardStorage'],
  ['标准网络优化型', 'standardNetwork'],
  ['大数据型', 'bigData'],
  ['计算优化型', 'computeOptimized'],
  ['内存优化型', 'memoryOptimized'],
  ['IO优化型', 'ioOptimized'],
  ['基础型', 'basic'],
  ['高IO型', 'highIo'],
  ['内存型', 'memory'],
  ['计算型', 'compute'],
  ['通用型', 'general'],
  ['标准型', 'standard'],
  ['存储型', 'storage'],
] as const;

/** A family once, by its kind and its id: `标准型 S5`, `Standard S5`. */
export function familyWords(
  { family, familyTitle }: Pick<InstanceType, 'family' | 'familyTitle'>,
  t: TFunction,
): string {
  if (familyTitle === null) return family;
  // Some clouds put the id behind the kind without a blank.
  const kind = (familyTitle.endsWith(family) ? familyTitle.slice(0, -family.length) : familyTitle).trim();
  const known = FAMILIES.find(([word]) => word === kind.replaceAll(' ', ''));
  return `${known ? t(`forms.types.families.${known[1]}`) : kind} ${family}`.trim();
}
