import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { isSchema, itemsOf, properties, refOf, type Schema, schemaAt, valueTitle } from '../forms/schema';
import { useWords } from '../i18n/useWords';
import { choicesQuery, operationFormQuery } from '../ipc/queries/choices';
import { useCloud } from '../ipc/queries/clouds';

/**
 * What a kind of disk is called: in the words of the order's own fields, or as the cloud's own list has it, which is short and read
 * once for a place; its id where neither knows it.
 */
export function useDiskName(cloudId: string, place?: { account: string; region: string }): (type: string) => string {
  const words = useWords();
  const cloud = useCloud(cloudId);
  const operation = cloud?.createOperation ?? '';
  const { data: form } = useQuery({ ...operationFormQuery(cloudId, operation), enabled: operation !== '' });
  const schema = isSchema(form?.schema) ? form.schema : none;
  const fields = useMemo(
    () => (form?.again ?? []).filter(({ fact }) => fact === 'system_disk' || fact === 'data_disks'),
    [form],
  );
  const listed = fields.some(({ field }) => isListed(schemaAt(schema, field.split('/'))));
  const { data: list } = useQuery({
    ...choicesQuery(place?.account ?? '', place?.region ?? '', DISK_KIND),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: listed && place !== undefined,
  });
  return useCallback(
    (type) => {
      for (const { field } of fields) {
        const title = titleIn(schemaAt(schema, field.split('/')), type);
        if (title) return words(title);
      }
      return list?.items.find(({ id }) => id === type)?.label || type;
    },
    [fields, schema, list, words],
  );
}

const none: Schema = {};

/** The kind of choices that are kinds of disks. */
const DISK_KIND = 'disk_type';

/** Whether a field, or something in it, is chosen from the cloud's list of kinds of disks. */
function isListed(schema: Schema | null): boolean {
  if (!schema) return false;
  const inner = [itemsOf(schema), ...properties(schema).map(([, member]) => member)];
  return refOf(schema) === DISK_KIND || inner.some(isListed);
}

/** The words for a value in a field, or in what stands in it. */
function titleIn(schema: Schema | null, value: string): ReturnType<typeof valueTitle> {
  if (!schema) return null;
  const inner = [itemsOf(schema), ...properties(schema).map(([, member]) => member)];
  return valueTitle(schema, value) ?? inner.map((one) => titleIn(one, value)).find((text) => text !== null) ?? null;
}
