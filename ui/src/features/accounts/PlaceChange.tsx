import type { UseFormReturnType } from '@mantine/form';
import { IconMapPin } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import type { Account, CloudView } from '../../ipc/bindings';
import classes from './Accounts.module.css';
import { type AccountFields, fieldsOf } from './accountForm';
import { CredentialFields } from './CredentialFields';

type Props = {
  cloud: CloudView;
  account: Account;
  fields: AccountFields;
  getInputProps: UseFormReturnType<AccountFields>['getInputProps'];
};

/** That the account's calls would go elsewhere: where from, where to, and the secret, which has to be entered again for there. */
export function PlaceChange({ cloud, account, fields, getInputProps }: Props) {
  const { t } = useTranslation();
  const before = fieldsOf(account, false);
  const textOf = ({ endpoint, caFile, signing }: AccountFields) =>
    [
      endpoint.trim() || t('accounts.endpointDefault'),
      signing && signing,
      caFile.trim() && t('accounts.placeAuthority', { file: caFile.trim() }),
    ]
      .filter(Boolean)
      .join(t('common.comma'));
  const same = textOf(before) === textOf(fields);

  return (
    <div className={classes.placeChange} data-testid="place-change">
      <Notice tone="warn" icon={IconMapPin}>
        <b>{t('accounts.placeChange')}</b>
        <dl>
          <dt>{t('accounts.placeBefore')}</dt>
          <dd className="yd-code">{textOf(before)}</dd>
          <dt>{t('accounts.placeAfter')}</dt>
          <dd className="yd-code">
            {same ? t('accounts.placeCertificates', { place: textOf(fields) }) : textOf(fields)}
          </dd>
        </dl>
      </Notice>
      <CredentialFields cloud={cloud} withSecret getInputProps={getInputProps} />
    </div>
  );
}
