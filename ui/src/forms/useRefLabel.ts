import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Choices, Image, ImageSource } from '../ipc/bindings';
import { keys } from '../ipc/keys';

const SOURCES: ImageSource[] = ['public', 'private', 'shared', 'market'];

/** Finds the name of a thing by its kind and id among what pickers have read already. Reads nothing by itself. */
export function useRefLabel(account: string, region: string): (kind: string, id: string) => string | null {
  const client = useQueryClient();
  return useCallback(
    (kind, id) => {
      if (kind === 'image') {
        for (const source of SOURCES) {
          const images = client.getQueryData<Image[]>(keys.images.of(account, region, source));
          const name = images?.find((image) => image.id === id)?.name;
          if (name) return name;
        }
        return null;
      }
      const choices = client.getQueryData<Choices>(keys.choices.of(account, region, kind));
      const label = choices?.items.find((choice) => choice.id === id)?.label;
      return label === undefined || label === id ? null : label;
    },
    [client, account, region],
  );
}
