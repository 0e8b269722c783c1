import { useCallback } from 'react';
import { useWords } from '../i18n/useWords';
import { useClouds } from '../ipc/queries/clouds';

/** What a region is called, by its cloud; its id where nobody knows a name. */
export function useRegionName(): (cloud: string, region: string) => string {
  const words = useWords();
  const clouds = useClouds();
  return useCallback(
    (cloud, region) => {
      const known = clouds.find(({ id }) => id === cloud)?.regions.find(({ id }) => id === region);
      return known ? words(known.title) : region;
    },
    [words, clouds],
  );
}
