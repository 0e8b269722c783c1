import { useTranslation } from 'react-i18next';
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
      {like && <p className={classes.like}>{t('create.like', { name: like.name || like.id })}</p>}
      <div className={classes.place}>
        <AccountSelect accounts={accounts} value={account.id} onChange={onAccount} labelled />
        <RegionSelect account={account} value={region} onChange={onRegion} labelled others />
      </div>
    </>
  );
}
