import { useQueries } from '@tanstack/react-query';
import type { ImageSource, InstanceKey } from '../ipc/bindings';
import { imagesQuery } from '../ipc/queries/images';

const SOURCES: ImageSource[] = ['public', 'private', 'shared', 'market'];

/** What an image is called, among the lists that have been read already; `null` where none has it. */
export function useImageName(
  { account, region }: Pick<InstanceKey, 'account' | 'region'>,
  id: string | null,
): string | null {
  return useQueries({
    queries: SOURCES.map((source) => ({ ...imagesQuery(account, region, source), enabled: false })),
    combine: (lists) => {
      const found = lists.flatMap(({ data }) => data?.images ?? []).find((image) => image.id === id);
      return found?.name || null;
    },
  });
}

/** An id to tell images apart by at a glance; whole on hover and where it is copied. */
export function shortId(id: string): string {
  return id.length <= 16 ? id : `${id.slice(0, 8)}…${id.slice(-6)}`;
}
