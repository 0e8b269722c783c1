import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import { AccountSelect } from '../../forms/AccountSelect';
import { RegionSelect } from '../../forms/RegionSelect';
import type { Account, Instance } from '../../ipc/bindings';
import classes from './Wizard.module.css';

type Props = {
  account: Account;
  accounts: Account[];
  region: string;
  like: Instance | null;
  onAccount: (account: Account) => void;
  onRegion: (region: string) => void;
};

/** Where the instances shall stand: the account (and so the cloud) and the region. The cloud's own fields follow below. */
export function PlaceStep({ account, accounts, region, like, onAccount, onRegion }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {like && (
        <div className={classes.like}>
          <Notice tone="calm">{t('create.like', { name: like.name || like.id })}</Notice>
        </div>
      )}
      <div className={classes.place}>
        <AccountSelect accounts={accounts} value={account.id} onChange={onAccount} labelled />
        <RegionSelect account={account} value={region} onChange={onRegion} labelled others />
      </div>
    </>
  );
}
