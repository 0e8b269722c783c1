import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceKey } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { everything, instanceQuery, inventoryPageQuery } from '../../ipc/queries/inventory';
import { Keys } from '../Keys';
import classes from './CommandPalette.module.css';
import { type Actions, type Entry, useEntries } from './entries';
import { useRecent } from './useRecent';

/** So many of a kind are shown; a longer list is narrowed by typing. */
const MOST = 8;

type Group = { id: 'recent' | 'instances' | 'operations' | 'accounts' | 'pages' | 'actions'; entries: Entry[] };

type Props = { actions: Actions; onClose: () => void };

/** Finds every page, action, account, operation and instance by a piece of its name. */
export default function CommandPalette(props: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={props.onClose}
      withCloseButton={false}
      centered={false}
      padding={0}
      size={600}
      yOffset={80}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'data-testid': 'palette', 'aria-label': t('frame.search') } }}
    >
      <Found {...props} />
    </Modal>
  );
}

function Found({ actions, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const { recent, remember } = useRecent();
  const groups = useGroups(actions, text, recent).filter(({ entries }) => entries.length > 0);
  const combobox = useCombobox({ opened: true });
  const shown = groups.flatMap(({ entries }) => entries.map(({ id }) => id)).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what moves the choice to the first again
  useEffect(() => {
    combobox.selectFirstOption();
  }, [shown]);

  const choose = (value: string) => {
    const entry = groups.flatMap(({ entries }) => entries).find(({ id }) => value === id);
    if (!entry) return;
    remember(entry.id);
    onClose();
    entry.run();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={t('frame.searchHint')}
          aria-label={t('frame.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          size="md"
          variant="unstyled"
          className={classes.search ?? ''}
          data-autofocus
          data-testid="search-input"
          // The list is always open: Escape is for the whole.
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.list ?? ''} aria-label={t('frame.search')}>
        {groups.map(({ id: group, entries }) => (
          <Combobox.Group key={group} label={t(`frame.palette.${group}`)} data-testid={`palette-${group}`}>
            {entries.map((entry) => (
              <Combobox.Option key={entry.id} value={entry.id} data-testid="palette-entry" data-entry={entry.id}>
                <Row entry={entry} />
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
      {groups.length === 0 && (
        <p className={classes.none} role="status">
          {t('frame.nothingFound')}
        </p>
      )}
    </Combobox>
  );
}

function Row({ entry: { label, detail, icon: Shape, keys, right } }: { entry: Entry }) {
  return (
    <span className={classes.row}>
      {Shape && <Shape size={16} stroke={1.7} aria-hidden />}
      <span className={classes.name}>{label}</span>
      {detail && <span className={classes.detail}>{detail}</span>}
      <span className={classes.right}>
        {right}
        {keys && <Keys combination={keys} />}
      </span>
    </span>
  );
}

/** What is offered for a text; without one, what was chosen last, and what one can go to and do. */
function useGroups(actions: Actions, text: string, recent: string[]): Group[] {
  const entries = useEntries(actions);
  const [search] = useDebouncedValue(text, 120);
  const { data: page } = useQuery({
    ...inventoryPageQuery({ ...everything, search }, 0, MOST),
    enabled: search !== '',
  });
  const remembered = useRememberedInstances(recent);
  if (text === '') {
    const known = [
      ...entries.pages(''),
      ...entries.help(''),
      ...entries.acts(''),
      ...entries.accounts(''),
      ...entries.operations(''),
    ];
    const again = recent.flatMap((id) => {
      const row = remembered.find(({ key }) => id === `instance/${key.account}/${key.region}/${key.id}`);
      const entry = row ? entries.instance(row) : known.find((one) => one.id === id);
      return entry ? [entry] : [];
    });
    const others = (found: Entry[]) => found.filter(({ id }) => !again.some((one) => one.id === id));
    return [
      { id: 'recent', entries: again },
      { id: 'pages', entries: others(entries.pages('')) },
      { id: 'actions', entries: others(entries.acts('')) },
    ];
  }
  return [
    { id: 'pages', entries: [...entries.pages(text), ...entries.help(text)] },
    { id: 'actions', entries: entries.acts(text) },
    { id: 'instances', entries: search === '' ? [] : (page?.rows ?? []).map(entries.instance) },
    { id: 'accounts', entries: entries.accounts(text).slice(0, MOST) },
    { id: 'operations', entries: entries.operations(text).slice(0, MOST * 2) },
  ];
}

/** The instances among what was chosen last, as far as they are still there. */
function useRememberedInstances(recent: string[]) {
  const accounts = useAccounts();
  const keys = recent.flatMap((id): InstanceKey[] => {
    const [kind, account, region, ...rest] = id.split('/');
    return kind === 'instance' && account && region ? [{ account, region, id: rest.join('/') }] : [];
  });
  const read = useQueries({ queries: keys.map((key) => instanceQuery(key)) });
  return read.flatMap(({ data: instance }, index) => {
    const key = keys[index];
    const account = accounts.find((view) => view.account.id === key?.account)?.account;
    if (!instance || !key || !account) return [];
    const of = { key, cloud: account.cloud, accountLabel: account.label, sandbox: account.sandbox };
    return [{ ...instance, attention: instance.attention ?? null, ...of }];
  });
}
