import { queryOptions } from '@tanstack/react-query';
import { commands, type ImageSource } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** The images of a source in a region. */
export function imagesQuery(account: string, region: string, source: ImageSource) {
  return queryOptions({
    queryKey: keys.images.of(account, region, source),
    queryFn: () => unwrap(commands.images(account, region, source)),
    staleTime: 30_000,
  });
}

/** The ids of a source's images that an instance type can use; `null` where the cloud does not say. */
export function imagesForQuery(account: string, region: string, source: ImageSource, type: string) {
  return queryOptions({
    queryKey: keys.images.fitting(account, region, source, type),
    queryFn: () => unwrap(commands.imagesFor(account, region, source, type)),
    staleTime: 60_000,
  });
}

/** With whom an image is shared, and with whom it could be. */
export function imageSharesQuery(account: string, region: string, image: string) {
  return queryOptions({
    queryKey: keys.images.shares(account, region, image),
    queryFn: () => unwrap(commands.imageShares(account, region, image)),
  });
}
