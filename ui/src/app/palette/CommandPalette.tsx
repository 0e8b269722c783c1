import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIONS } from '../../features/inventory/actions';
import { useInstanceActs } from '../../features/inventory/InstanceActsProvider';
import { textOfKey } from '../../features/inventory/instanceKey';
import { useVerbs } from '../../features/inventory/useVerbs';
import { LANGUAGES } from '../../i18n/i18n';
import type { InstanceAction, InstanceKey, InstanceRow } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { everything, instanceQuery, inventoryPageQuery } from '../../ipc/queries/inventory';
import { Keys } from '../Keys';
import classes from './CommandPalette.module.css';
import { type Actions, type Entry, has, useEntries } from './entries';
import { useRecent } from './useRecent';

/** So many of a kind are shown; a longer list is narrowed by typing. */
const MOST = 8;

/** An id of its own, since the one that is made up while drawing changes once more. There is one palette. */
const LIST = 'palette-list';

type Group = {
  id: 'verbs' | 'recent' | 'instances' | 'operations' | 'accounts' | 'pages' | 'actions';
  /** What the group is called, where that depends on what is meant. */
  label?: string;
  entries: Entry[];
};

/** What the palette is asked for next: the acts of an instance, or the instance for an act. */
type Step = { kind: 'acts'; row: InstanceRow } | { kind: 'which'; action: InstanceAction };

type Props = { actions: Actions; onClose: () => void };

/** Finds every page, action, account, operation and instance by a piece of its name. */
export default function CommandPalette(props: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={props.onClose}
      withCloseButton={false}
      closeOnEscape={false}
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
  const [step, setStep] = useState<Step | null>(null);
  const go = (next: Step | null) => {
    setStep(next);
    setTyped('');
  };
  const { recent, remember } = useRecent();
  const rows = useRef<ReadonlyMap<string, InstanceRow>>(new Map());
  const found = useGroups(actions, text, recent, step, go);
  const groups = found.groups.filter(({ entries }) => entries.length > 0);
  useEffect(() => {
    rows.current = new Map(found.rows.map((row) => [idOfRow(row), row]));
  });
  const combobox = useCombobox({ opened: true });
  const shown = groups.flatMap(({ entries }) => entries.map(({ id }) => id)).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what moves the choice to the first again
  useEffect(() => {
    combobox.selectFirstOption();
  }, [shown]);
  // The list tells its id without a word to the field that controls it: the field is drawn again to name the list, once, which is
  // enough where the id stays as it is (LIST).
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  useEffect(drawAgain, []);

  const choose = (value: string) => {
    const entry = groups.flatMap(({ entries }) => entries).find(({ id }) => value === id);
    if (!entry) return;
    if (!entry.stays) {
      if (!entry.id.startsWith('verb/')) remember(entry.id);
      onClose();
    }
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const back = step !== null && (event.key === 'Escape' || (event.key === 'Backspace' && typed === ''));
    const at = event.currentTarget.ownerDocument.querySelector<HTMLElement>('[data-entry][data-combobox-selected]');
    const row = rows.current.get(at?.dataset.entry ?? '');
    // The list is always open: Escape is for the whole, or leads a step back.
    if (back) go(null);
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'Tab' && !event.shiftKey && row && step === null) go({ kind: 'acts', row });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={
            step?.kind === 'which'
              ? t('frame.palette.which', { act: t(`acts.${step.action}_instance`) })
              : t('frame.searchHint')
          }
          aria-label={t('frame.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          size="md"
          variant="unstyled"
          className={classes.search ?? ''}
          data-autofocus
          data-testid="search-input"
          onKeyDown={onKeyDown}
        />
      </Combobox.EventsTarget>
      <Combobox.Options id={LIST} className={classes.list ?? ''} aria-label={t('frame.search')}>
        {groups.map(({ id: group, label, entries }) => (
          <Combobox.Group
            key={group}
            label={label ?? (group === 'verbs' ? '' : t(`frame.palette.${group}`))}
            data-testid={`palette-${group}`}
          >
            {entries.map((entry) => (
              <Combobox.Option key={entry.id} value={entry.id} data-testid="palette-entry" data-entry={entry.id}>
                <Row entry={entry} acts={step === null && rows.current.has(entry.id)} />
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

/** `acts`: whether Tab shows what can be done with it. */
function Row({ entry: { label, detail, icon: Shape, keys, right }, acts }: { entry: Entry; acts: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={classes.row}>
      {Shape && <Shape size={16} stroke={1.7} aria-hidden />}
      <span className={classes.name}>{label}</span>
      {detail && <span className={classes.detail}>{detail}</span>}
      <span className={classes.right}>
        {right}
        {acts && (
          <span className={classes.tab} title={t('frame.palette.tab')}>
            <Keys combination="Tab" />
          </span>
        )}
        {keys && <Keys combination={keys} />}
      </span>
    </span>
  );
}

/** What is offered for a text; without one, what can be done with what is meant, what was chosen last, and what one can go to and do. */
function useGroups(
  actions: Actions,
  text: string,
  recent: string[],
  step: Step | null,
  go: (step: Step) => void,
): { groups: Group[]; rows: InstanceRow[] } {
  const { t, i18n } = useTranslation();
  const entries = useEntries(actions);
  const { act, meant } = useInstanceActs();
  const [search] = useDebouncedValue(text, 120);
  const asks = step?.kind === 'which';
  const { data: page } = useQuery({
    ...inventoryPageQuery({ ...everything, search }, 0, MOST),
    enabled: search !== '' || asks,
  });
  const remembered = useRememberedInstances(recent);
  const of = step?.kind === 'acts' ? [step.row.key] : meant;
  const verbs = useVerbs(of);
  const [only] = of;
  const { data: one } = useQuery({
    ...instanceQuery(only ?? { account: '', region: '', id: '' }),
    enabled: only !== undefined && of.length === 1,
  });
  const doing: Group = {
    id: 'verbs',
    label:
      of.length === 1 && only
        ? t('frame.palette.on', { name: one?.name || only.id })
        : t('frame.palette.onMany', { count: of.length }),
    entries: verbs
      // What else an operation does is offered once somebody types for it.
      .filter(({ id, why, names }) => why === undefined && has(text, names) && (text !== '' || !id.startsWith('act/')))
      .map(({ id, label, icon, keys, run }) => ({ id: `verb/${id}`, label, icon, keys, run })),
  };
  if (step?.kind === 'acts') return { groups: [doing], rows: [] };

  const rows = page?.rows ?? [];
  if (step?.kind === 'which') {
    const { action } = step;
    const toAct = (row: InstanceRow): Entry => ({
      ...entries.instance(row),
      // One that is in no state for it is refused in words, by whoever knows them.
      run: () => act(action, { allowed: [row.key], skipped: [] }),
    });
    const label = t('frame.palette.which', { act: t(`acts.${action}_instance`) });
    return { groups: [{ id: 'instances', label, entries: rows.map(toAct) }], rows: [] };
  }
  if (text === '') {
    const known = [
      ...entries.pages(''),
      ...entries.nouns(''),
      ...entries.help(''),
      ...entries.acts(''),
      ...entries.accounts(''),
      ...entries.operations(''),
    ];
    const again = recent.flatMap((id) => {
      const row = remembered.find((candidate) => id === idOfRow(candidate));
      const entry = row ? entries.instance(row) : known.find((other) => other.id === id);
      return entry ? [entry] : [];
    });
    const others = (found: Entry[]) => found.filter(({ id }) => !again.some((other) => other.id === id));
    return {
      groups: [
        doing,
        { id: 'recent', entries: again },
        { id: 'pages', entries: others(entries.pages('')) },
        { id: 'actions', entries: others(entries.acts('')) },
      ],
      rows: remembered,
    };
  }
  // What can be done to an instance, while none is meant: which one is asked next.
  const asking = ACTIONS.filter(({ action }) => {
    const names = LANGUAGES.map((language) => i18n.getFixedT(language)(`acts.${action}_instance`));
    return meant.length === 0 && has(text, names.join('\n'));
  }).map(
    ({ action, icon }): Entry => ({
      id: `which/${action}`,
      label: t('inventory.moreAct', { title: t(`acts.${action}_instance`) }),
      icon,
      stays: true,
      run: () => go({ kind: 'which', action }),
    }),
  );
  return {
    groups: [
      doing,
      { id: 'pages', entries: [...entries.pages(text), ...entries.nouns(text), ...entries.help(text)] },
      { id: 'actions', entries: [...asking, ...entries.acts(text)] },
      { id: 'instances', entries: search === '' ? [] : rows.map(entries.instance) },
      { id: 'accounts', entries: entries.accounts(text).slice(0, MOST) },
      { id: 'operations', entries: entries.operations(text).slice(0, MOST * 2) },
    ],
    rows,
  };
}

/** The id of an instance's entry. */
function idOfRow({ key }: InstanceRow): string {
  return `instance/${textOfKey(key)}`;
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
    return [{ ...instance, attention: instance.attention ?? null, tags: [], ...of }];
  });
}
