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
