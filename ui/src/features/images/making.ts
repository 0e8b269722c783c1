import { useQuery } from '@tanstack/react-query';
import { actOf } from '../../components/useActWords';
import type { Activity, CloudView, Image } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';

/** What images in the making are called, by the activity that makes them. The activity itself names the instance. */
const names = new Map<string, string>();

export function nameMaking(activity: string, name: string): void {
  names.set(activity, name);
}

/** An image that is being made, and that the cloud's list does not have yet. */
export type Making = { activity: string; name: string };

/** The images that are being made in an account and region, as far as its list does not show them yet. */
export function useMaking(cloud: CloudView, account: string, region: string, images: readonly Image[]): Making[] {
  const { data: activities = [] } = useQuery(activitiesQuery);
  return activities
    .filter((one) => one.account === account && one.region === region && isMaking(cloud, one))
    .filter(({ id, resources }) => !images.some((image) => isIt(image, names.get(id), resources)))
    .map(({ id, subject }) => ({ activity: id, name: names.get(id) ?? subject }));
}

function isMaking(cloud: CloudView, { operation, phase, endedAt }: Activity): boolean {
  return (
    actOf(cloud, operation) === 'create_image' &&
    endedAt === null &&
    ['preparing', 'sending', 'waiting', 'outcome_unknown'].includes(phase)
  );
}

function isIt(image: Image, name: string | undefined, resources: Activity['resources']): boolean {
  return resources.some(({ id }) => id === image.id) || (name !== undefined && image.name === name);
}
