import type { CloudView, FoundPlaceView, FoundProfile, ImportChoice, ImportOutcome } from '../../ipc/bindings';

/** What a person made of a profile that was found. */
export type Choice = { picked: boolean; region: string; endpoint: string };
export type Choices = { [profile: string]: Choice };
export type Outcomes = { [profile: string]: ImportOutcome };

const clouded = (clouds: readonly CloudView[], profile: FoundProfile) => clouds.find(({ id }) => id === profile.cloud);

/** What is picked at first: all that can be imported as it is. What needs a thought (a note, an address, a key that will end) is not. */
export function firstChoice(profile: FoundProfile, clouds: readonly CloudView[]): Choice {
  const cloud = clouded(clouds, profile);
  const ready =
    profile.fate.kind === 'importable' && profile.note === null && !profile.temporary && cloud !== undefined;
  return {
    picked: ready && (!cloud.endpointRequired || profile.endpoint !== null),
    region: profile.region ?? cloud?.regions[0]?.id ?? '',
    endpoint: profile.endpoint ?? '',
  };
}

/** What of a chosen profile is still missing. */
export function missing(
  profile: FoundProfile,
  choice: Choice,
  clouds: readonly CloudView[],
): 'region' | 'endpoint' | null {
  if (!choice.picked) return null;
  if (choice.region.trim() === '') return 'region';
  return clouded(clouds, profile)?.endpointRequired && choice.endpoint.trim() === '' ? 'endpoint' : null;
}

/** What the shell is asked to import. */
export function wanted(places: readonly FoundPlaceView[], choices: Choices): ImportChoice[] {
  return places.flatMap(({ profiles }) =>
    profiles.flatMap(({ id, fate }) => {
      const choice = choices[id];
      if (!choice?.picked || fate.kind !== 'importable') return [];
      return [{ id, regions: [choice.region.trim()], endpoint: choice.endpoint.trim() || null }];
    }),
  );
}

/** How many of a file's profiles are in no account; one that cannot be read may hold any number. */
export function leftIn(place: FoundPlaceView, places: readonly FoundPlaceView[]): number {
  if (place.problem) return 1;
  const present = (path: string) => places.some((other) => other.path === path && leftIn(other, []) === 0);
  return place.profiles.filter(
    ({ fate }) => fate.kind !== 'present' && !(fate.kind === 'elsewhere' && present(fate.path)),
  ).length;
}
