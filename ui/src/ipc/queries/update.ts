import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** That there is a newer version, and its page; null when there is none, when nobody looks, or when one wants to hear no more of it. */
export const updateNoticeQuery = queryOptions({
  queryKey: keys.update.notice,
  queryFn: () => unwrap(commands.updateNotice()),
  // The shell says when it changes.
  staleTime: Number.POSITIVE_INFINITY,
});
