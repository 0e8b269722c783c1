import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choices, InstanceKey } from '../ipc/bindings';
import { choicesQuery } from '../ipc/queries/choices';
import { useClouds } from '../ipc/queries/clouds';
import { useRegionName } from './useRegionName';

/** A zone's name where the region already stands beside it: what its id adds to that of the region. */
export function zoneWords(region: string, zone: string, t: TFunction): string {
  const rest = zone.startsWith(region) ? zone.slice(region.length).replace(/^-/, '') : '';
  return /^[A-Za-z0-9]{1,3}$/.test(rest) ? t('common.zoneOf', { number: rest.toUpperCase() }) : zone;
}

/** A name of the cloud's that can be read in the window's language: few clouds have theirs in English. */
export function readable(label: string | undefined, language: string): string | undefined {
  return label !== undefined && language !== 'zh-CN' && /\p{Script=Han}/u.test(label) ? undefined : label;
}

/** What a zone is called beside its region: by what its id adds to that, else as the cloud's list has it, if a picker has read it. */
export function useZoneName(): (place: Pick<InstanceKey, 'account' | 'region'>, zone: string) => string {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  return useCallback(
    ({ account, region }, zone) => {
      const own = zoneWords(region, zone, t);
      if (own !== zone) return own;
      const list = client.getQueryData(choicesQuery(account, region, 'zone').queryKey);
      return readable(list?.items.find(({ id }) => id === zone)?.label, i18n.language) ?? zone;
    },
    [client, t, i18n.language],
  );
}

/**
 * What a zone is called where its region does not stand beside it, as in a filter over all accounts: the cloud's own name for it
 * if any list that was read has one, else its region's name and what its id adds to that; the id where neither is known.
 */
export function useWholeZoneName(): (cloud: string, zone: string) => string {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const clouds = useClouds();
  const regionName = useRegionName();
  return useCallback(
    (cloud, zone) => {
      const lists = client.getQueriesData<Choices>({ queryKey: ['choices'] });
      const listed = lists
        .filter(([key]) => key[3] === 'zone')
        .flatMap(([, list]) => list?.items ?? [])
        .find(({ id, label }) => id === zone && label !== id && readable(label, i18n.language) !== undefined);
      if (listed) return listed.label;
      // Of two regions one of which begins with the other, the zone is the longer one's.
      const region = (clouds.find(({ id }) => id === cloud)?.regions ?? [])
        .map(({ id }) => id)
        .filter((id) => zone.startsWith(id))
        .sort((a, b) => b.length - a.length)[0];
      const own = region === undefined ? zone : zoneWords(region, zone, t);
      return region === undefined || own === zone ? zone : `${regionName(cloud, region)} ${own}`;
    },
    [client, clouds, regionName, t, i18n.language],
  );
}
