import { IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import type { TroubleView } from '../../ipc/bindings';
import classes from './Trouble.module.css';

/** Where it happened, and what a report needs. */
export function TroublePlaces({ trouble, onShow }: { trouble: TroubleView; onShow: () => void }) {
  const { t } = useTranslation();
  const { folder, path, context } = trouble;
  return (
    <dl className={classes.places}>
      <dt>{t('trouble.folder')}</dt>
      <dd>
        <CopyText text={folder} what={t('trouble.folder')} />
        <button type="button" className={`yd-link ${classes.show}`} data-testid="trouble-show" onClick={onShow}>
          <IconFolderOpen size={14} aria-hidden />
          {t('trouble.show')}
        </button>
      </dd>
      {path !== folder && (
        <>
          <dt>{t('trouble.path')}</dt>
          <dd>
            <CopyText text={path.startsWith(folder) ? path.slice(folder.length + 1) : path} what={t('trouble.path')} />
          </dd>
        </>
      )}
      <dt>{t('trouble.context')}</dt>
      <dd data-testid="trouble-context">
        <CopyText text={context} what={t('trouble.context')} />
      </dd>
    </dl>
  );
}
