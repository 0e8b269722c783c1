import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import type { Activity, ActivityResource } from '../../ipc/bindings';
import { instanceQuery } from '../../ipc/queries/inventory';
import { CloudWords } from '../activity/ActivityResources';
import { StandingBadge } from '../activity/StandingBadge';
import { CopyLogin } from './CopyLogin';
import classes from './Progress.module.css';

type Props = {
  activity: Activity;
  thing: ActivityResource;
  ended: boolean;
  /** The password that was set, for as long as the page is open. */
  password: string | null;
  onOpen: (instance: string) => void;
};

/** Systems that are not logged in to as root: what they are called does not say as whom. */
const NOT_ROOT = /windows|ubuntu/i;

/** An instance on its way: its name and addresses as soon as they are known, and how to log in. */
export function BoughtInstance({ activity, thing, ended, password, onOpen }: Props) {
  const { t } = useTranslation();
  const { account, region } = activity;
  // It is not known before the list has been read again; what the shell reports asks once more.
  const { data: instance } = useQuery({ ...instanceQuery({ account, region, id: thing.id }), retry: false });
  const reached = instance?.publicIps[0] ?? instance?.privateIps[0];
  const os = instance?.os ?? '';
  const ssh = reached && !/windows/i.test(os) ? `ssh ${NOT_ROOT.test(os) ? '' : 'root@'}${reached}` : null;
  return (
    <li
      data-testid="progress-instance"
      data-instance-id={thing.id}
      data-state={thing.state?.kind}
      data-standing={thing.standing}
    >
      <div className={classes.thing}>
        <StandingBadge thing={thing} ended={ended} />
        {instance?.name && (
          <b className={classes.bought} title={instance.name}>
            {instance.name}
          </b>
        )}
        <CopyText text={thing.id} what={t('common.id')} />
        <span className={classes.spacer} />
        {thing.standing !== 'gone' && (
          <Button size="compact-xs" variant="default" data-testid="progress-open" onClick={() => onOpen(thing.id)}>
            {t('create.progress.open')}
          </Button>
        )}
      </div>
      {reached && (
        <div className={classes.reach} data-testid="progress-addresses">
          {instance?.publicIps.map((ip) => (
            <span key={ip}>
              {t('inventory.publicIp')} <CopyText text={ip} what={t('inventory.publicIp')} />
            </span>
          ))}
          {instance?.privateIps.map((ip) => (
            <span key={ip}>
              {t('inventory.privateIp')} <CopyText text={ip} what={t('inventory.privateIp')} />
            </span>
          ))}
          {ssh && <CopyText text={ssh} what={t('create.progress.ssh')} />}
          {password !== null && <CopyLogin name={instance?.name || thing.id} address={reached} password={password} />}
        </div>
      )}
      <CloudWords thing={thing} />
    </li>
  );
}
