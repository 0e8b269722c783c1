import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudMark } from '../../components/CloudMark';
import { DetailsPanel } from '../../components/DetailsPanel';
import { useWords } from '../../i18n/useWords';
import type { AccountView } from '../../ipc/bindings';
import { appInfoQuery } from '../../ipc/queries/app';
import { useClouds } from '../../ipc/queries/clouds';
import { AccountForm } from './AccountForm';
import classes from './Accounts.module.css';
import { NoKeychain } from './NoKeychain';

/** Adding an account (choose its cloud first) or editing one. */
export function AccountPanel({
  view,
  cloudId,
  onClose,
  onAdded,
}: {
  view: AccountView | null;
  cloudId: string | null;
  onClose: () => void;
  onAdded: (first: boolean) => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const clouds = useClouds();
  const [chosen, setChosen] = useState(cloudId);
  const { data: info } = useQuery(appInfoQuery);
  const cloud = clouds.find(({ id }) => id === chosen);
  const title = view ? t('accounts.editTitle', { label: view.account.label }) : t('accounts.add');

  return (
    <DetailsPanel wide title={title} label={title} onClose={onClose}>
      {!view && (
        <fieldset className={classes.clouds}>
          <legend>{t('common.cloud')}</legend>
          {clouds.map(({ id, title: name, product }) => (
            <label
              key={id}
              className={classes.choice}
              data-checked={chosen === id || undefined}
              data-testid={`account-cloud-${id}`}
            >
              <input type="radio" name="cloud" checked={chosen === id} onChange={() => setChosen(id)} />
              <CloudMark cloud={id} />
              <span>
                {words(name)}
                <small>{words(product)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {info?.keychain.kind === 'unavailable' && <NoKeychain reason={info.keychain.reason} />}
      {cloud && info ? (
        <AccountForm
          key={cloud.id}
          cloud={cloud}
          view={view}
          keychain={info.keychain.kind === 'available'}
          onClose={onClose}
          onAdded={onAdded}
        />
      ) : (
        !view && <p className="yd-dim">{t('accounts.chooseCloud')}</p>
      )}
    </DetailsPanel>
  );
}
