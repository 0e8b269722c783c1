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

/** With whom an image is shared, and with whom it could be. */
export function imageSharesQuery(account: string, region: string, image: string) {
  return queryOptions({
    queryKey: keys.images.shares(account, region, image),
    queryFn: () => unwrap(commands.imageShares(account, region, image)),
  });
}
