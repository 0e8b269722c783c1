import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isSchema, itemsOf, properties, type Schema, schemaAt, valueTitle } from '../forms/schema';
import { useWords } from '../i18n/useWords';
import { operationFormQuery } from '../ipc/queries/choices';
import { useCloud } from '../ipc/queries/clouds';

/** What a kind of disk is called, in the words of the order's own fields; its id where they have none. */
export function useDiskName(cloudId: string): (type: string) => string {
  const words = useWords();
  const cloud = useCloud(cloudId);
  const operation = cloud?.createOperation ?? '';
  const { data: form } = useQuery({ ...operationFormQuery(cloudId, operation), enabled: operation !== '' });
  return useCallback(
    (type) => {
      const schema = isSchema(form?.schema) ? form.schema : {};
      const fields = (form?.again ?? []).filter(({ fact }) => fact === 'system_disk' || fact === 'data_disks');
      for (const { field } of fields) {
        const title = titleIn(schemaAt(schema, field.split('/')), type);
        if (title) return words(title);
      }
      return type;
    },
    [form, words],
  );
}

/** The words for a value in a field, or in what stands in it. */
function titleIn(schema: Schema | null, value: string): ReturnType<typeof valueTitle> {
  if (!schema) return null;
  const inner = [itemsOf(schema), ...properties(schema).map(([, member]) => member)];
  return valueTitle(schema, value) ?? inner.map((one) => titleIn(one, value)).find((text) => text !== null) ?? null;
}
