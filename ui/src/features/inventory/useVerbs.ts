import { type Icon, IconCalendarDollar, IconCopy, IconCopyPlus, IconDots } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SHORTCUTS } from '../../app/shortcuts';
import { useCopy } from '../../components/useCopy';
import { LANGUAGES } from '../../i18n/i18n';
import { useWords } from '../../i18n/useWords';
import { commands, type InstanceAction, type InstanceKey, type NounActView } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { instanceQuery } from '../../ipc/queries/inventory';
import { useOtherActs } from '../../ipc/queries/nouns';
import { useActLabel } from '../nouns/useActLabel';
import { ACTIONS } from './actions';
import { useInstanceActs } from './InstanceActsProvider';
import { renews } from './renewal';

/** What can be done with some instances. */
export type Verb = {
  id: InstanceAction | 'again' | 'renew' | `act/${string}` | 'copy-private' | 'copy-public' | 'copy-id' | 'copy-name';
  label: string;
  /** What it is found by: its name in every language. */
  names: string;
  icon: Icon;
  keys?: string;
  /** Why it cannot be done now. */
  why?: string;
  run: () => void;
};

/** Which instances an action can be done to. A part of `inventory`, so that it is asked again when states change. */
export function previewQuery(action: InstanceAction, keys: InstanceKey[]) {
  return {
    queryKey: ['inventory', 'page', 'preview', action, keys],
    queryFn: () => unwrap(commands.actionPreview(action, keys)),
    gcTime: 10_000,
    enabled: keys.length > 0,
  };
}

/**
 * What can be done with these instances, as in the details: the acts, the same again, renewing, copying what tells them apart, and
 * with one of them (`act/…`) everything else that an operation does.
 */
export function useVerbs(keys: InstanceKey[]): Verb[] {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const { act, perform } = useInstanceActs();
  const copy = useCopy();
  const actLabel = useActLabel();
  const accounts = useAccounts();
  const previews = useQueries({ queries: ACTIONS.map(({ action }) => previewQuery(action, keys)) });
  const [only, ...others] = keys;
  const { data: instance } = useQuery({
    ...instanceQuery(only ?? { account: '', region: '', id: '' }),
    enabled: only !== undefined && others.length === 0,
  });
  const cloud = accounts.find(({ account }) => account.id === only?.account)?.account.cloud ?? '';
  const operations = useOtherActs(cloud, 'instance');
  if (!only) return [];
  const inBoth = (key: string) => LANGUAGES.map((language) => i18n.getFixedT(language)(key)).join('\n');

  const single = others.length === 0 ? only : null;
  const renewal = single && operations.find(renews);
  const performing = (one: NounActView) => () => single && perform(one, single, instance?.name || single.id);
  const copying = (id: Verb['id'], what: string, text: string | undefined): Verb[] =>
    text
      ? [
          {
            id,
            label: t('common.copyWhat', { what }),
            names: [...LANGUAGES.map((language) => i18n.getFixedT(language)('common.copyWhat', { what }))].join('\n'),
            icon: IconCopy,
            run: () => void copy(text),
          },
        ]
      : [];
  return [
    ...ACTIONS.flatMap(({ action, icon }, index): Verb[] => {
      const preview = previews[index]?.data;
      if (!preview) return [];
      const blocked = preview.allowed.length === 0;
      const [first] = preview.skipped;
      return [
        {
          id: action,
          label: t(`acts.${action}_instance`),
          names: inBoth(`acts.${action}_instance`),
          icon,
          keys: SHORTCUTS[action].keys[0],
          ...(blocked && first ? { why: words(first.reason) } : {}),
          run: () => {
            if (!blocked) act(action, preview);
          },
        },
      ];
    }),
    ...(single
      ? [
          {
            id: 'again' as const,
            label: t('inventory.again'),
            names: inBoth('inventory.again'),
            icon: IconCopyPlus,
            run: () =>
              void navigate({
                to: '/create',
                search: { account: single.account, region: single.region, instance: single.id },
              }),
          },
        ]
      : []),
    ...(single && renewal && instance?.billing.kind === 'prepaid'
      ? [
          {
            id: 'renew' as const,
            label: t('inventory.moreAct', { title: words(renewal.title) }),
            names: `${renewal.title.zh}\n${renewal.title.en}`,
            icon: IconCalendarDollar,
            run: performing(renewal),
          },
        ]
      : []),
    ...copying('copy-private', t('inventory.privateIp'), instance?.privateIps[0]),
    ...copying('copy-public', t('inventory.publicIp'), instance?.publicIps[0]),
    ...copying('copy-id', t('common.id'), keys.map(({ id }) => id).join('\n')),
    ...copying('copy-name', t('common.name'), single ? instance?.name : undefined),
    ...(single ? operations : []).map(
      (one): Verb => ({
        id: `act/${one.operation}`,
        label: actLabel(one),
        names: `${one.title.zh}\n${one.title.en}\n${one.operation}`,
        icon: IconDots,
        run: performing(one),
      }),
    ),
  ];
}
