import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Image, ImageSource } from '../../ipc/bindings';
import { imagesForQuery } from '../../ipc/queries/images';
import { useFormScope } from '../FormScope';

/**
 * Whether an image of a source can run on what is chosen: the instance type, as far as the cloud says, and the architecture of
 * the chosen cluster. What nobody says is no obstacle, nor is a list that could not be read.
 */
export function useFittingImages(source: ImageSource | null): (image: Pick<Image, 'id' | 'architecture'>) => boolean {
  const { account, region, chosen } = useFormScope();
  const type = chosen.instance_type?.[0] ?? '';
  const { data } = useQuery({
    ...imagesForQuery(account, region, source ?? 'public', type),
    enabled: source !== null && type !== '' && account !== '' && region !== '',
  });
  const architecture = chosen.architecture?.[0] ?? '';
  return useCallback(
    (image) =>
      (!data || data.includes(image.id)) &&
      (architecture === '' || !image.architecture || image.architecture === architecture),
    [data, architecture],
  );
}
