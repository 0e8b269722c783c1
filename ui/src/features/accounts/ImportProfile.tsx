import { Autocomplete, Checkbox, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWords } from '../../i18n/useWords';
import type { FoundProfile, ImportOutcome } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import classes from './Import.module.css';
import type { Choice } from './importChoices';

type Props = {
  profile: FoundProfile;
  choice: Choice;
  outcome: ImportOutcome | undefined;
  onChoose: (choice: Choice) => void;
};

/** A profile that was found: whether to import it, and what has to be added to it. */
export function ImportProfile({ profile, choice, outcome, onChoose }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const cloud = useCloud(profile.cloud);
  const { fate } = profile;
  const importable = fate.kind === 'importable';
  const name = profile.profile || t('import.variable');
  const imported = outcome?.account !== null && outcome !== undefined;

  return (
    <div className={classes.profile} data-testid="import-profile" data-profile={profile.profile} data-fate={fate.kind}>
      <div className={classes.line}>
        <Checkbox
          aria-label={t('import.pick', { name })}
          data-testid="import-pick"
          checked={importable && choice.picked}
          disabled={!importable}
          onChange={(event) => onChoose({ ...choice, picked: event.currentTarget.checked })}
        />
        <span className={classes.name}>{name}</span>
        <CloudBadge cloud={profile.cloud} />
        <code className="yd-code">{profile.maskedKeyId}</code>
        {profile.temporary && <span className="yd-dim">{t('import.temporary')}</span>}
        <span className={classes.fate} data-imported={imported || undefined}>
          {imported && (
            <>
              <IconCheck size={14} aria-hidden /> {t('import.imported')}
            </>
          )}
          {!imported && fate.kind === 'present' && t('import.present', { label: fate.label })}
          {!imported && fate.kind === 'elsewhere' && t('import.elsewhere', { path: fate.path })}
        </span>
      </div>
      {fate.kind === 'skipped' && <p className={classes.why}>{words(fate.why)}</p>}
      {importable && choice.picked && (
        <div className={classes.fields}>
          <Autocomplete
            label={t('common.region')}
            required
            data={cloud?.regions.map(({ id }) => id) ?? []}
            value={choice.region}
            data-testid="import-region"
            onChange={(region) => onChoose({ ...choice, region })}
          />
          {(cloud?.endpointRequired || profile.endpoint !== null) && (
            <TextInput
              label={t('accounts.endpoint')}
              required={cloud?.endpointRequired ?? false}
              placeholder="https://10.0.0.1:4443"
              value={choice.endpoint}
              data-testid="import-endpoint"
              onChange={(event) => onChoose({ ...choice, endpoint: event.currentTarget.value })}
            />
          )}
        </div>
      )}
      {outcome?.error && <ErrorNotice error={outcome.error} compact />}
    </div>
  );
}
