import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { Facts } from '../../components/Facts';
import { TimeText } from '../../components/TimeText';
import { useDiskName } from '../../components/useDiskName';
import { useImageName } from '../../components/useImageName';
import { useRegionName } from '../../components/useRegionName';
import { useZoneName } from '../../components/useZoneName';
import type { Instance } from '../../ipc/bindings';
import classes from './Inventory.module.css';
import { useSizeWords } from './useSizeWords';

type Props = { instance: Instance; account: string; cloud: string; region: string };

/** The facts of an instance in groups. */
export function InstanceFacts({ instance, account, cloud, region }: Props) {
  const { t } = useTranslation();
  const regionName = useRegionName()(cloud, region);
  const zoneName = useZoneName()({ account, region }, instance.zone ?? '');
  const imageName = useImageName({ account, region }, instance.imageId);
  const diskName = useDiskName(cloud, { account, region });
  const size = useSizeWords();
  const { billing } = instance;
  const each = (ids: string[], what: string): ReactNode =>
    ids.length === 0 ? null : (
      <span className={classes.each}>
        {ids.map((id) => (
          <CopyText key={id} text={id} what={what} />
        ))}
      </span>
    );

  return (
    <>
      <Facts
        title={t('inventory.group.size')}
        facts={[
          [t('common.id'), <CopyText key="id" text={instance.id} what={t('common.id')} />],
          [t('inventory.type'), instance.instanceType ?? undefined],
          [t('inventory.size'), size(instance)],
          [t('inventory.image'), instance.os ?? imageName],
          [t('inventory.imageId'), <CopyText key="image" text={instance.imageId} what={t('inventory.imageId')} />],
          [
            t('inventory.tags'),
            instance.tags?.length
              ? instance.tags.map(({ key, value }) => (value === '' ? key : `${key}=${value}`)).join(t('common.comma'))
              : undefined,
          ],
        ]}
      />
      <Facts
        title={t('inventory.group.network')}
        facts={[
          [
            t('common.region'),
            regionName === region ? (
              region
            ) : (
              <span key="region">
                {regionName} <code className="yd-code yd-dim">{region}</code>
              </span>
            ),
          ],
          [
            t('common.zone'),
            instance.zone && (
              <span key="zone">
                {zoneName} <code className="yd-code yd-dim">{zoneName === instance.zone ? '' : instance.zone}</code>
              </span>
            ),
          ],
          [t('inventory.privateIp'), each(instance.privateIps, t('inventory.privateIp'))],
          [t('inventory.publicIp'), each(instance.publicIps, t('inventory.publicIp'))],
          ['VPC', <CopyText key="vpc" text={instance.vpcId} what="VPC" />],
          [t('inventory.subnet'), <CopyText key="subnet" text={instance.subnetId} what={t('inventory.subnet')} />],
          [t('inventory.securityGroups'), each(instance.securityGroupIds, t('inventory.securityGroups'))],
          [t('inventory.keyPairs'), each(instance.keyPairIds, t('inventory.keyPairs'))],
        ]}
      />
      <Facts
        title={t('inventory.group.storage')}
        facts={instance.disks.map((disk, index) => [
          disk.system
            ? t('inventory.systemDisk')
            : t('inventory.dataDisk', {
                number: instance.disks.slice(0, index + 1).filter((one) => !one.system).length,
              }),
          <span key="disk" title={disk.diskType ?? undefined}>
            {[disk.sizeGib === null ? '' : `${disk.sizeGib} GiB`, disk.diskType ? diskName(disk.diskType) : '']
              .filter(Boolean)
              .join(' · ')}
          </span>,
        ])}
      />
      <Facts
        title={t('inventory.group.billing')}
        facts={[
          [
            t('inventory.billing'),
            billing.kind === 'other' && billing.word ? billing.word : t(`billing.${billing.kind}`),
          ],
          [t('inventory.created'), <TimeText key="created" at={instance.created} />],
          [t('inventory.expires'), <TimeText key="expires" at={instance.expires} />],
        ]}
      />
    </>
  );
}
