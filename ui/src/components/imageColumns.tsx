import type { TFunction } from 'i18next';
import type { Image } from '../ipc/bindings';
import type { Column } from './column';

/** The columns that every table of images has: its system and its size. */
export function imageFacts(t: TFunction): Column<Image>[] {
  const nothing = <span className="yd-dim">—</span>;
  return [
    {
      id: 'os',
      title: t('forms.images.os'),
      width: 'minmax(126px, 1.6fr)',
      sortBy: (image) => image.os,
      cell: (image) => {
        const os = image.os ?? image.platform;
        return os ? (
          <span className="yd-cut" title={os}>
            {os}
          </span>
        ) : (
          nothing
        );
      },
    },
    {
      id: 'size',
      title: t('forms.images.size'),
      width: '84px',
      align: 'end',
      sortBy: (image) => image.sizeGib,
      cell: (image) => (image.sizeGib === null ? nothing : `${image.sizeGib} GiB`),
    },
  ];
}
