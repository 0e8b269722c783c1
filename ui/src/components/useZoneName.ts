import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceKey } from '../ipc/bindings';
import { choicesQuery } from '../ipc/queries/choices';

/** A zone's name where the region already stands beside it: what its id adds to that of the region. */
export function zoneWords(region: string, zone: string, t: TFunction): string {
  const rest = zone.startsWith(region) ? zone.slice(region.length).replace(/^-/, '') : '';
  return /^[A-Za-z0-9]{1,3}$/.test(rest) ? t('common.zoneOf', { number: rest.toUpperCase() }) : zone;
}

/** What a zone is called: as the cloud's list has it, if a picker has read it, else by what its id adds to its region's. */
export function useZoneName(): (place: Pick<InstanceKey, 'account' | 'region'>, zone: string) => string {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useCallback(
    ({ account, region }, zone) => {
      const list = client.getQueryData(choicesQuery(account, region, 'zone').queryKey);
      const label = list?.items.find(({ id }) => id === zone)?.label;
      return label === undefined || label === zone ? zoneWords(region, zone, t) : label;
    },
    [client, t],
  );
}
