import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyText } from '../../components/CopyText';
import { DetailsPanel } from '../../components/DetailsPanel';
import { Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { TimeText } from '../../components/TimeText';
import { visibleJson } from '../../components/unseen';
import { useRegionName } from '../../components/useRegionName';
import { useWords } from '../../i18n/useWords';
import { type Account, type CloudView, commands, type Image, type NounActView } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useOtherActs } from '../../ipc/queries/nouns';
import { MoreActs } from '../nouns/ActMenu';
import { usePlanFlow } from '../plans/usePlanFlow';
import classes from './Images.module.css';
import { Readiness } from './ImageTable';
import { SharePanel } from './SharePanel';

type Props = {
  image: Image;
  account: Account;
  cloud: CloudView;
  region: string;
  onAct: (act: NounActView) => void;
  onClose: () => void;
};

/** An image in full: with whom it is shared, what it is, and what can be done with it. */
export function ImageDetails({ image, account, cloud, region, onAct, onClose }: Props) {
  const { t } = useTranslation();
  const regionName = useRegionName();
  const words = useWords();
  const navigate = useNavigate();
  const deleting = usePlanFlow({ onApplied: onClose });
  const own = image.source === 'private';
  const others = useOtherActs(cloud.id, 'image');
  const lacks = cloud.lacks.share_image;
  return (
    <DetailsPanel
      title={image.name || image.id}
      label={t('images.details')}
      subtitle={
        <>
          <Readiness image={image} />
          <CloudBadge cloud={cloud.id} label={account.label} sandbox={account.sandbox} />
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={!image.ready}
            data-testid="image-use"
            onClick={() => void navigate({ to: '/create', search: { account: account.id, region, image: image.id } })}
          >
            {t('images.use')}
          </Button>
          {own && (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={14} />}
              data-testid="image-delete"
              onClick={() => deleting.start(() => unwrap(commands.planDeleteImage(account.id, region, image.id)))}
            >
              {t('images.delete')}
            </Button>
          )}
          {own && <MoreActs acts={others} onAct={onAct} />}
        </>
      }
      onClose={onClose}
    >
      {deleting.dialog}
      {own &&
        (cloud.hasSharing ? (
          <SharePanel image={image} account={account} region={region} />
        ) : (
          <section className={classes.section}>
            <h3 className={classes.heading}>{t('images.share.title')}</h3>
            <Notice tone="calm" data-testid="share-unsupported">
              {lacks ? words(lacks) : t('images.share.unsupported')}
            </Notice>
          </section>
        ))}
      <Facts
        title={t('images.about')}
        facts={[
          [t('common.id'), <CopyText key="id" text={image.id} what={t('common.id')} />],
          [t('forms.images.os'), image.os],
          [t('images.architecture'), image.architecture],
          [t('forms.images.size'), image.sizeGib === null ? null : `${image.sizeGib} GiB`],
          [t('images.kind'), image.wholeMachine ? t('images.wholeMachine') : t('images.systemDisk')],
          [t('images.created'), image.created && <TimeText key="created" at={image.created} />],
          [t('images.owner'), image.ownerId === null ? undefined : image.ownerId],
          [t('images.description'), image.description],
          [t('images.vendorState'), image.vendorState],
          [
            t('common.region'),
            <span key="region" title={region}>
              {regionName(account.cloud, region)}
            </span>,
          ],
        ]}
      />
      <details className={classes.raw}>
        <summary>{t('images.raw')}</summary>
        <CodeBlock text={visibleJson(image.raw)} what={t('images.raw')} />
      </details>
    </DetailsPanel>
  );
}
