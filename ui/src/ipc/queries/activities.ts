import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** What was applied and is under way. Kept current by the `activityChanged` event, see `events.ts`. */
export const activitiesQuery = queryOptions({
  queryKey: keys.activities.all,
  queryFn: () => unwrap(commands.activities()),
});
