import { Button, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Keys } from '../../app/Keys';
import { ariaKeys, SHORTCUTS } from '../../app/shortcuts';
import { useShortcut } from '../../app/useShortcut';
import { useWords } from '../../i18n/useWords';
import type { ActionPreview, InstanceAction, InstanceKey } from '../../ipc/bindings';
import classes from './Inventory.module.css';
import { previewQuery } from './useVerbs';

type Props = {
  action: InstanceAction;
  icon: Icon;
  keys: InstanceKey[];
  /** Whether its shortcut means these instances. */
  hot: boolean;
  onAct: (preview: ActionPreview) => void;
};

/** An action on some instances. Says how many it would take, and on hover or focus which it would skip and why. */
export function ActionButton({ action, icon: Shape, keys, hot, onAct }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { data } = useQuery(previewQuery(action, keys));
  const allowed = data?.allowed.length ?? 0;
  const skipped = data?.skipped ?? [];
  const blocked = allowed === 0;
  const shown = skipped.slice(0, 6);
  useShortcut(action, hot && data && !blocked ? () => onAct(data) : null);

  return (
    <Tooltip
      multiline
      maw={360}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <>
          <span className={classes.hint}>
            {t(`acts.${action}_instance`)}
            {hot && <Keys combination={SHORTCUTS[action].keys[0]} />}
          </span>
          {skipped.length > 0 && <div>{t('inventory.skipped', { count: skipped.length })}</div>}
          {shown.map(({ key, reason }) => (
            <div key={key.id} className={classes.reason}>
              {key.id}
              {': '}
              {words(reason)}
            </div>
          ))}
          {skipped.length > shown.length && <div>…</div>}
        </>
      }
    >
      <Button
        variant="default"
        size="compact-sm"
        fz={12}
        leftSection={<Shape size={14} className={action === 'terminate' && !blocked ? classes.destroy : undefined} />}
        data-testid={`action-${action}`}
        mod={{ disabled: blocked }}
        aria-disabled={blocked}
        aria-keyshortcuts={hot ? ariaKeys(SHORTCUTS[action].keys[0]) : undefined}
        onClick={(event) => {
          event.stopPropagation();
          if (data && !blocked) onAct(data);
        }}
      >
        {t(`acts.${action}_instance`)}
        {keys.length > 1 && !blocked && skipped.length > 0 && <span className={classes.some}>{allowed}</span>}
      </Button>
    </Tooltip>
  );
}
