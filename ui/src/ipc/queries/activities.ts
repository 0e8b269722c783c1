import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Activity, commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** What was applied and is under way. Kept current by the `activityChanged` event, see `events.ts`. */
export const activitiesQuery = queryOptions({
  queryKey: keys.activities.all,
  queryFn: () => unwrap(commands.activities()),
  // A list that was asked for may arrive after the event of a later change.
  structuralSharing: (known, told) => latest((known ?? []) as Activity[], told as Activity[]),
});

/** Takes in what an event or a command's answer tells of activities. */
export function takeActivities(client: QueryClient, told: Activity[]): void {
  client.setQueryData<Activity[]>(keys.activities.all, (known = []) => latest(known, told));
}

/**
 * What is known of all activities after something was told of some. Events and answers overtake each other: of each
 * activity the later state stays, whichever came last. New ones stand first.
 */
export function latest(known: Activity[], told: Activity[]): Activity[] {
  const byId = new Map(told.map((activity) => [activity.id, activity]));
  const kept = known.map((before) => {
    const now = byId.get(before.id);
    byId.delete(before.id);
    return now && now.revision > before.revision ? now : before;
  });
  return [...byId.values(), ...kept];
}
