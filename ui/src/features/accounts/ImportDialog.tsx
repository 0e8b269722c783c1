import { Button, Loader, Modal } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { foundCredentialsQuery } from '../../ipc/queries/accounts';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './Import.module.css';
import { ImportPlace } from './ImportPlace';
import { type Choice, type Choices, firstChoice, missing, type Outcomes, wanted } from './importChoices';

/** Accounts from what other tools left on this computer. Secrets go from the files to the keychain, never through here. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const clouds = useClouds();
  const found = useQuery(foundCredentialsQuery);
  const [changed, setChanged] = useState<Choices>({});
  const [outcomes, setOutcomes] = useState<Outcomes>({});
  const places = found.data?.places ?? [];
  const profiles = places.flatMap((place) => place.profiles);
  const choices: Choices = Object.fromEntries(
    profiles.map((profile) => [profile.id, changed[profile.id] ?? firstChoice(profile, clouds)]),
  );
  const chosen = wanted(places, choices);
  const incomplete = profiles.some((profile) => {
    const choice = choices[profile.id];
    return profile.fate.kind === 'importable' && choice && missing(profile, choice, clouds) !== null;
  });
  const look = () => client.invalidateQueries({ queryKey: keys.accounts.found });

  const take = useMutation({
    mutationFn: () => unwrap(commands.importAccounts(chosen)),
    onSuccess: async (results) => {
      setOutcomes((before) => ({ ...before, ...Object.fromEntries(results.map((one) => [one.id, one])) }));
      await client.invalidateQueries({ queryKey: keys.accounts.all });
      await client.invalidateQueries({ queryKey: keys.inventory.all });
      await look();
    },
  });

  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      title={t('import.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.dialog} data-testid="import-dialog">
        <p className="yd-dim">{t('import.lead')}</p>
        {found.isPending && <Loader size={20} />}
        {found.error && <ErrorNotice error={found.error} />}
        {found.data && places.length === 0 && (
          <EmptyState icon={IconFileSearch} title={t('import.nothing')}>
            {t('import.looked')}
            <ul className={classes.looked}>
              {found.data.lookedFor.map((path) => (
                <li key={path}>
                  <code className="yd-code">{path}</code>
                </li>
              ))}
            </ul>
          </EmptyState>
        )}
        {places.map((place) => (
          <ImportPlace
            key={place.id}
            place={place}
            places={places}
            choices={choices}
            outcomes={outcomes}
            busy={take.isPending}
            onChoose={(id, choice: Choice) => setChanged((before) => ({ ...before, [id]: choice }))}
            onDeleted={look}
          />
        ))}
        {take.error && <ErrorNotice error={take.error} />}
      </div>
      <div className={`${classes.footer} yd-dialog-buttons`}>
        <span className="yd-dim">{incomplete ? t('import.incomplete') : ''}</span>
        <Button variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
        {profiles.some(({ fate }) => fate.kind === 'importable') && (
          <Button
            disabled={chosen.length === 0 || incomplete}
            loading={take.isPending}
            onClick={() => take.mutate()}
            data-testid="import-accounts"
          >
            {t('import.take', { count: chosen.length })}
          </Button>
        )}
      </div>
    </Modal>
  );
}
