import { IconCircle, IconCircleCheckFilled, IconPhoto } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ImageFilters } from '../../components/ImageFilters';
import { imageFacts } from '../../components/imageColumns';
import { ShortList } from '../../components/ShortList';
import type { Image, ImageSource } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import { imagesQuery } from '../../ipc/queries/images';
import { useFormScope } from '../FormScope';
import { ChoiceFailure } from './ChoiceFailure';
import { imageFits, platformsOf } from './imageFilter';
import classes from './Picker.module.css';
import { StrayImage } from './StrayImage';
import { TypedByHand } from './TypedByHand';
import { useFittingImages } from './useFittingImages';

type Props = { id: string; value: string; onChange: (value: string) => void };

const none: Image[] = [];

/** Tabs in the order one looks: the cloud's images first. */
const ORDER: ImageSource[] = ['public', 'private', 'shared', 'market'];

/** The images one can start from: by source, platform and text. */
export function ImagePicker({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  const { cloud: cloudId, account, region } = useFormScope();
  const cloud = useCloud(cloudId);
  const sources = ORDER.filter((source) => cloud?.imageSources.includes(source));
  const [source, setSource] = useState<ImageSource>('public');
  const tab = sources.includes(source) ? source : (sources[0] ?? 'public');
  const [platform, setPlatform] = useState<string | null>(null);
  const [text, setText] = useState('');

  const enabled = account !== '' && region !== '';
  const query = useQuery({ ...imagesQuery(account, region, tab), enabled });
  // The chosen image may stand in another tab; what has been read already is looked through.
  const read = useQueries({ queries: sources.map((of) => ({ ...imagesQuery(account, region, of), enabled: false })) });
  const current = read.flatMap((list) => list.data?.images ?? []).find((image) => image.id === value);

  const images = query.data?.images ?? none;
  const fits = useFittingImages(tab);
  const fitting = useMemo(() => images.filter(fits), [images, fits]);
  const platforms = useMemo(() => platformsOf(fitting), [fitting]);
  const rows = fitting.filter((image) => imageFits(image, platform, text));
  const columns = useColumns(value);

  return (
    <div className={classes.table} id={id}>
      <div
        className={classes.picked}
        data-empty={value === '' || undefined}
        data-testid="picked-image"
        data-value={value}
      >
        {value === '' ? t('forms.images.pick') : <span className={classes.pickedName}>{current?.name || value}</span>}
        {current?.os && <span>{current.os}</span>}
        {current && <code className="yd-code yd-dim">{current.id}</code>}
        <span className={classes.spacer} />
        <TypedByHand label={t('forms.images.id')} onChange={onChange} />
      </div>
      <div className={classes.filters}>
        <ImageFilters
          sources={sources}
          source={tab}
          onSource={(next) => {
            setSource(next);
            setPlatform(null);
          }}
          text={text}
          onText={setText}
          platforms={platforms}
          platform={platform}
          onPlatform={setPlatform}
          searchTestId="image-search"
        />
      </div>
      {query.error && <ChoiceFailure error={query.error} onRetry={() => void query.refetch()} />}
      <ShortList short={query.data?.short ?? null} />
      <StrayImage />
      <div className={classes.rows}>
        <DataTable
          label={t('forms.images.title')}
          columns={columns}
          rows={rows}
          rowId={(image) => image.id}
          openId={value}
          loading={query.isLoading}
          onOpen={(image) => {
            if (image.ready) onChange(image.id);
          }}
          rowProps={(image) => ({ 'data-testid': 'image-choice', 'data-image-id': image.id })}
          empty={
            <EmptyState icon={IconPhoto} title={t('forms.images.none')}>
              {fitting.length > 0 ? t('forms.images.noneFit') : t(`forms.images.noneListed.${tab}`)}
            </EmptyState>
          }
        />
      </div>
      {fitting.length < images.length && (
        <p className={classes.foot} data-testid="images-left">
          {t('forms.notFitting', { count: images.length - fitting.length })}
        </p>
      )}
    </div>
  );
}

function useColumns(value: string): Column<Image>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('common.name'),
        width: 'minmax(200px, 2.4fr)',
        sortBy: (image) => image.name || image.id,
        cell: (image) => (
          <span className={classes.radio} title={image.name}>
            {image.id === value ? (
              <IconCircleCheckFilled size={15} color="var(--yd-accent)" aria-label={t('forms.picked')} />
            ) : (
              <IconCircle size={15} color="var(--yd-border)" aria-hidden />
            )}
            {image.name || image.id}
          </span>
        ),
      },
      ...imageFacts(t),
      {
        id: 'id',
        title: t('common.id'),
        width: 'minmax(110px, 1.2fr)',
        from: 560,
        cell: (image) =>
          image.ready ? (
            <code className="yd-code yd-dim">{image.id}</code>
          ) : (
            <span className={classes.sold}>{t('forms.images.notReady', { state: image.vendorState })}</span>
          ),
      },
    ],
    [t, value],
  );
}
