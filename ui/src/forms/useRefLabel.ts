import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { readable, zoneWords } from '../components/useZoneName';
import type { ImageSource } from '../ipc/bindings';
import { choicesQuery } from '../ipc/queries/choices';
import { imagesQuery } from '../ipc/queries/images';

const SOURCES: ImageSource[] = ['public', 'private', 'shared', 'market'];

/** Finds the name of a thing by its kind and id among what pickers have read already. Reads nothing by itself. */
export function useRefLabel(account: string, region: string): (kind: string, id: string) => string | null {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  return useCallback(
    (kind, id) => {
      if (kind === 'image') {
        for (const source of SOURCES) {
          const list = client.getQueryData(imagesQuery(account, region, source).queryKey);
          const name = list?.images.find((image) => image.id === id)?.name;
          if (name) return name;
        }
        return null;
      }
      const choices = client.getQueryData(choicesQuery(account, region, kind).queryKey);
      const listed = choices?.items.find((choice) => choice.id === id)?.label;
      const label = kind === 'zone' ? readable(listed, i18n.language) : listed;
      if (label !== undefined && label !== id) return label;
      // Some clouds name their zones by id only.
      const own = kind === 'zone' ? zoneWords(region, id, t) : id;
      return own === id ? null : own;
    },
    [client, account, region, t, i18n.language],
  );
}
