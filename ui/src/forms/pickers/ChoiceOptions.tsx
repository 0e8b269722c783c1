import { Combobox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../components/StateBadge';
import { formatDate } from '../../components/time';
import { useWords } from '../../i18n/useWords';
import { useCloud } from '../../ipc/queries/clouds';
import { operationsQuery } from '../../ipc/queries/explorer';
import { useFormScope } from '../FormScope';
import { noRegionWords, regionNamed } from '../regionNamed';
import classes from './Picker.module.css';
import type { Offered } from './useChoices';

type Props = {
  choices: Offered[];
  /** What fits nowhere to what is chosen already; offered last, and said to be so. */
  others: number;
  typed: string;
  picked: readonly string[];
  loading: boolean;
  /** What kind of things these are. */
  kind: string;
};

/** An option that is a place to go to instead of a thing to choose begins so. */
const PLACE = '#/explorer?';

/** Goes to where an option leads; `false` when it is a thing to choose. */
export function wentTo(option: string): boolean {
  if (!option.startsWith(PLACE)) return false;
  window.location.hash = option;
  return true;
}

/** Options shown at once; a longer list is narrowed by typing. */
const MOST = 80;

/** Why things of a kind cannot be chosen, as far as the kind alone says it. */
const WHY: { [kind: string]: 'closed' | 'soldOut' | 'unfinished' } = {
  region: 'closed',
  zone: 'closed',
  instance_type: 'soldOut',
  image: 'unfinished',
  subnet: 'unfinished',
  vpc: 'unfinished',
};

/** The options of a picker: the cloud's, and what was typed by hand. */
export function ChoiceOptions({ choices, others, typed, picked, loading, kind }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { cloud, account, region } = useFormScope();
  const regions = useCloud(cloud)?.regions;
  const { data: operations = [] } = useQuery({ ...operationsQuery, enabled: kind === 'key_pair' });
  const maker = operations.find((one) => one.cloud === cloud && one.noun === kind && /^create/i.test(one.name));
  const addressOf = (operation: string) =>
    `${PLACE}${new URLSearchParams({ cloud, operation, account, region }).toString()}`;
  // A region's name stands for its id, and what names none is none.
  const named = kind === 'region' && regions && typed.trim() !== '' ? regionNamed(regions, typed) : null;
  const hand = named?.kind === 'known' ? named.region.id : named?.kind === 'unclear' ? '' : typed.trim();
  const reason = WHY[kind];
  const unavailable = reason === undefined ? t('forms.unavailable.other') : t(`forms.unavailable.${reason}`);
  const known = choices.some(({ id }) => id === hand);
  return (
    <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
      {choices.slice(0, MOST).map((choice) => (
        <Combobox.Option
          key={choice.id}
          value={choice.id}
          disabled={choice.unavailable}
          selected={picked.includes(choice.id)}
          data-choice-id={choice.id}
          className={classes.choice}
        >
          <span className={classes.option}>
            <span className={classes.optionText}>
              <span className={classes.optionLabel}>{choice.label}</span>
              {choice.label !== choice.id && <code className={classes.optionId}>{choice.id}</code>}
              {(choice.detail.length > 0 || choice.row) && (
                <span className={classes.optionDetail}>
                  {choice.row && <StateBadge state={choice.row.state} vendorState={choice.row.vendorState} />}
                  {[
                    ...choice.detail,
                    ...(choice.row?.expires
                      ? [t('forms.expires', { date: formatDate(new Date(choice.row.expires)) })]
                      : []),
                  ].join(' · ')}
                </span>
              )}
            </span>
            {choice.unavailable && <span className={classes.unavailable}>{unavailable}</span>}
            {picked.includes(choice.id) && <IconCheck size={14} className={classes.optionCheck} aria-hidden />}
          </span>
        </Combobox.Option>
      ))}
      {hand !== '' && !known && (
        <Combobox.Option value={hand}>
          <span className={classes.option}>{t('forms.useTyped', { text: hand })}</span>
        </Combobox.Option>
      )}
      {named?.kind === 'unclear' && regions && choices.length === 0 && (
        <Combobox.Empty>{noRegionWords(regions, typed, words, t)}</Combobox.Empty>
      )}
      {choices.length === 0 && hand === '' && named === null && (
        <Combobox.Empty>{loading ? t('common.loading') : t('forms.noChoices')}</Combobox.Empty>
      )}
      {maker && (
        <Combobox.Option value={addressOf(maker.name)} data-testid="key-pair-make">
          <span className={classes.option}>{t('forms.newKeyPair')}</span>
        </Combobox.Option>
      )}
      {choices.length > MOST && (
        <div className={classes.foot}>{t('forms.moreChoices', { count: choices.length - MOST })}</div>
      )}
      {others > 0 && <div className={classes.foot}>{t('forms.notFitting', { count: others })}</div>}
    </Combobox.Options>
  );
}
