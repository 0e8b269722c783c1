import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstanceKey } from '../../ipc/bindings';
import { ActionButton } from './ActionButton';
import { ACTIONS } from './actions';
import classes from './Inventory.module.css';
import { RenewMenu } from './RenewMenu';
import { useInstanceActions } from './useInstanceActions';

/** What can be done with the selected rows. */
export function SelectionBar({ keys, onDone }: { keys: InstanceKey[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { act, dialog } = useInstanceActions(onDone);
  return (
    <div className={classes.selection} role="toolbar" aria-label={t('inventory.selected', { count: keys.length })}>
      <span className={classes.chosen}>{t('inventory.selected', { count: keys.length })}</span>
      {ACTIONS.map(({ action, icon }) => (
        <ActionButton
          key={action}
          action={action}
          icon={icon}
          keys={keys}
          hot
          onAct={(preview) => act(action, preview)}
        />
      ))}
      <RenewMenu keys={keys} onDone={onDone} />
      <CloseButton size="sm" aria-label={t('inventory.clearSelection')} onClick={onDone} />
      {dialog}
    </div>
  );
}
