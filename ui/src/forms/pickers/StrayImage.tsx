import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImageSource } from '../../ipc/bindings';
import { imagesQuery } from '../../ipc/queries/images';
import { useFormScope } from '../FormScope';
import classes from './Picker.module.css';
import { useFittingImages } from './useFittingImages';

const SOURCES: ImageSource[] = ['public', 'private', 'shared', 'market'];

/** Says that the chosen image cannot run on what else is chosen, wherever either is chosen. Looks at lists that were read already. */
export function StrayImage() {
  const { chosen } = useFormScope();
  const id = chosen.image?.[0] ?? '';
  const limits = [chosen.instance_type, chosen.architecture].some((one) => one?.[0]);
  return id !== '' && limits ? <Judged id={id} /> : null;
}

function Judged({ id }: { id: string }) {
  const { t } = useTranslation();
  const { account, region } = useFormScope();
  const lists = useQueries({
    queries: SOURCES.map((source) => ({ ...imagesQuery(account, region, source), enabled: false })),
  });
  const at = lists.findIndex(({ data }) => data?.images.some((image) => image.id === id));
  const image = lists[at]?.data?.images.find((one) => one.id === id);
  const fits = useFittingImages(SOURCES[at] ?? null);
  if (!image || fits(image)) return null;
  return (
    <p className={classes.warning} role="status" data-testid="stray-image">
      {t('forms.images.strays', { name: image.name || image.id })}
    </p>
  );
}
