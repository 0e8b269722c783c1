import { Button } from '@mantine/core';
import { IconCircleCheck, IconHourglass, IconPhoto, IconShare } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { imageFacts } from '../../components/imageColumns';
import { TimeText } from '../../components/TimeText';
import type { Image, ImageSource } from '../../ipc/bindings';
import classes from './Images.module.css';

type Props = {
  images: Image[];
  source: ImageSource;
  /** Whether the cloud can share images. */
  sharing: boolean;
  filtered: boolean;
  loading: boolean;
  openId: string | null;
  onOpen: (image: string) => void;
  /** Asks what can be done with an image, and where on the screen. */
  onMenu: (image: Image, at: { x: number; y: number }) => void;
};

/** The images of a source. One's own can be shared from the row. */
export function ImageTable({ images, source, sharing, filtered, loading, openId, onOpen, onMenu }: Props) {
  const { t } = useTranslation();
  const columns = useColumns(source === 'private' && sharing, source === 'shared', onOpen);
  return (
    <DataTable
      label={t('images.title')}
      columns={columns}
      rows={images}
      rowId={(image) => image.id}
      openId={openId}
      onOpen={(image) => onOpen(image.id)}
      onMenu={onMenu}
      loading={loading}
      rowProps={(image) => ({
        'data-testid': 'image-row',
        'data-image-id': image.id,
        'data-ready': String(image.ready),
      })}
      empty={
        <EmptyState icon={IconPhoto} title={t('forms.images.none')}>
          {filtered ? t('forms.images.noneFit') : t(`images.none.${source}`)}
        </EmptyState>
      }
    />
  );
}

function useColumns(share: boolean, owner: boolean, onOpen: (image: string) => void): Column<Image>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const columns: (Column<Image> | false)[] = [
      {
        id: 'state',
        title: t('common.state'),
        width: '116px',
        sortBy: (image) => (image.ready ? 0 : 1),
        cell: (image) => <Readiness image={image} />,
      },
      {
        id: 'name',
        title: t('common.name'),
        width: 'minmax(180px, 2.4fr)',
        sortBy: (image) => image.name || image.id,
        cell: (image) => (
          <span className={classes.name} title={image.name}>
            {image.name || image.id}
            {image.wholeMachine && <span className={classes.mark}>{t('images.wholeMachine')}</span>}
          </span>
        ),
      },
      ...imageFacts(t),
      owner && {
        id: 'owner',
        title: t('images.owner'),
        width: '140px',
        cell: (image) =>
          image.ownerId ? <code className="yd-code">{image.ownerId}</code> : <span className="yd-dim">—</span>,
      },
      {
        id: 'created',
        title: t('images.created'),
        width: '136px',
        from: 760,
        sortBy: (image) => image.created,
        cell: (image) => (image.created ? <TimeText at={image.created} /> : <span className="yd-dim">—</span>),
      },
      {
        id: 'id',
        title: t('common.id'),
        width: 'minmax(110px, 1.2fr)',
        from: 640,
        cell: (image) => <code className="yd-code yd-dim">{image.id}</code>,
      },
      share && {
        id: 'share',
        title: '',
        width: '92px',
        align: 'end',
        cell: (image) => (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconShare size={13} />}
            data-testid="image-share-open"
            aria-label={t('images.shareWhat', { name: image.name || image.id })}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(image.id);
            }}
          >
            {t('images.share.title')}
          </Button>
        ),
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, share, owner, onOpen]);
}

/** Whether an image can be used now, with the cloud's own word where it cannot. */
export function Readiness({ image }: { image: Image }) {
  const { t } = useTranslation();
  const Shape = image.ready ? IconCircleCheck : IconHourglass;
  return (
    <span className={classes.readiness} data-ready={image.ready} title={image.vendorState}>
      <Shape size={14} aria-hidden />
      {image.ready ? t('images.ready') : t('images.notReady')}
    </span>
  );
}
