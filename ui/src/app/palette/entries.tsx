import {
  IconActivity,
  IconHelp,
  IconKeyboard,
  IconLanguage,
  IconMoon,
  IconPlus,
  IconRefresh,
  type Icon as Shape,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { StateBadge } from '../../components/StateBadge';
import { found } from '../../features/explorer/operationTree';
import { useNounWords } from '../../features/explorer/useNounWords';
import { HELP_TOPICS } from '../../features/help/topics';
import { LANGUAGES } from '../../i18n/i18n';
import { useWords } from '../../i18n/useWords';
import type { InstanceRow, OperationSummary } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { useClouds } from '../../ipc/queries/clouds';
import { useOperations } from '../../ipc/queries/explorer';
import { useOwnNouns } from '../../ipc/queries/nouns';
import { nounIcon } from '../nounIcons';
import { PAGES } from '../pages';
import { keysOfPage, SHORTCUTS, type ShortcutId } from '../shortcuts';

/** What the palette offers. `id` is what is remembered of it. */
export type Entry = {
  id: string;
  label: string;
  /** What tells it apart from others of its name. */
  detail?: string;
  icon?: Shape;
  keys?: string | undefined;
  right?: ReactNode;
  /** What it asks for next, in the palette itself; otherwise that closes. */
  stays?: boolean;
  run: () => void;
};

/** What can be done from everywhere. */
export type Actions = { [id in 'refresh' | 'create' | 'activity' | 'language' | 'theme' | 'help']: () => void };

const ACTION_ICONS: { [id in keyof Actions]: Shape } = {
  refresh: IconRefresh,
  create: IconPlus,
  activity: IconActivity,
  language: IconLanguage,
  theme: IconMoon,
  help: IconKeyboard,
};

/** Whether every word that was typed occurs in one of these texts. */
export function has(text: string, ...places: string[]): boolean {
  const place = places.join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => place.includes(word));
}

/** The pages, actions, accounts and operations that have a text, in either language; all of them when it is empty. */
export function useEntries(actions: Actions) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const clouds = useClouds();
  const accounts = useAccounts();
  const operations = useOperations();
  const noun = useNounWords();
  const nouns = useOwnNouns();

  return useMemo(() => {
    const inBoth = (key: string) => LANGUAGES.map((language) => i18n.getFixedT(language)(key)).join('\n');
    const cloudWords = (id: string) => clouds.find((cloud) => cloud.id === id)?.title ?? { zh: id, en: id };

    const pages = (text: string): Entry[] =>
      PAGES.flat()
        .filter(({ id }) => has(text, inBoth(`frame.pages.${id}`)))
        .map(({ id, to, icon }) => ({
          id: `page/${id}`,
          label: t(`frame.pages.${id}`),
          icon,
          keys: keysOfPage(id) ?? undefined,
          run: () => void navigate({ to }),
        }));

    const ofNouns = (text: string): Entry[] =>
      nouns
        .filter(({ title, group }) => has(text, title.zh, title.en, inBoth(`nouns.group.${group}`)))
        .map(({ id, title }) => ({
          id: `noun/${id}`,
          label: words(title),
          icon: nounIcon(id),
          run: () => void navigate({ to: '/nouns/$noun', params: { noun: id } }),
        }));

    const help = (text: string): Entry[] =>
      HELP_TOPICS.filter((topic) => has(text, inBoth(`help.topic.${topic}`), inBoth('frame.pages.help'))).map(
        (topic) => ({
          id: `help/${topic}`,
          label: t(`help.topic.${topic}`),
          detail: t('frame.pages.help'),
          icon: IconHelp,
          run: () => void navigate({ to: '/help', search: { topic } }),
        }),
      );

    const acts = (text: string): Entry[] =>
      (Object.keys(actions) as (keyof Actions & ShortcutId)[])
        .filter((id) => has(text, inBoth(`frame.shortcut.${id}`)))
        .map((id) => ({
          id: `action/${id}`,
          label: t(`frame.shortcut.${id}`),
          icon: ACTION_ICONS[id],
          keys: SHORTCUTS[id].keys[0],
          run: actions[id],
        }));

    const ofAccounts = (text: string): Entry[] =>
      accounts
        .filter(({ account }) => {
          const cloud = cloudWords(account.cloud);
          return has(text, account.label, cloud.zh, cloud.en, inBoth('common.account'));
        })
        .map(({ account }) => ({
          id: `account/${account.id}`,
          label: account.label,
          right: <CloudBadge cloud={account.cloud} sandbox={account.sandbox} />,
          run: () => void navigate({ to: '/accounts', search: { edit: account.id } }),
        }));

    const operation = ({ cloud, name, title, effect }: OperationSummary): Entry => ({
      id: `operation/${cloud}/${name}`,
      label: words(title),
      detail: name,
      right: (
        <>
          <EffectBadge effect={effect} />
          <CloudBadge cloud={cloud} />
        </>
      ),
      run: () => void navigate({ to: '/explorer', search: { cloud, operation: name } }),
    });
    const ofOperations = (text: string): Entry[] =>
      found(operations, { text, effects: [] }, { noun, cloud: cloudWords }).map(operation);

    const instance = (row: InstanceRow): Entry => {
      const { account, region, id } = row.key;
      return {
        id: `instance/${account}/${region}/${id}`,
        label: row.name || id,
        detail: row.privateIps[0] ?? id,
        right: (
          <>
            <StateBadge state={row.state} />
            <CloudBadge cloud={row.cloud} sandbox={row.sandbox} />
          </>
        ),
        run: () => void navigate({ to: '/instances', search: { account, region, instance: id } }),
      };
    };
    return { pages, nouns: ofNouns, help, acts, accounts: ofAccounts, operations: ofOperations, instance };
  }, [t, i18n, words, navigate, clouds, accounts, operations, noun, nouns, actions]);
}
