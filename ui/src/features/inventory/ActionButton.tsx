import { Button, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import { type ActionPreview, commands, type InstanceAction, type InstanceKey } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Inventory.module.css';

type Props = { action: InstanceAction; icon: Icon; keys: InstanceKey[]; onAct: (preview: ActionPreview) => void };

/** An action on some instances. Says how many it would take, and on hover or focus which it would skip and why. */
export function ActionButton({ action, icon: Shape, keys, onAct }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  // A part of `inventory`, so that it is asked again when states change.
  const { data } = useQuery({
    queryKey: ['inventory', 'page', 'preview', action, keys],
    queryFn: () => unwrap(commands.actionPreview(action, keys)),
    gcTime: 10_000,
  });
  const allowed = data?.allowed.length ?? 0;
  const skipped = data?.skipped ?? [];
  const blocked = allowed === 0;
  const shown = skipped.slice(0, 6);

  return (
    <Tooltip
      multiline
      maw={360}
      events={{ hover: true, focus: true, touch: true }}
      disabled={skipped.length === 0}
      label={
        <>
          {t('inventory.skipped', { count: skipped.length })}
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
        onClick={(event) => {
          event.stopPropagation();
          if (data && !blocked) onAct(data);
        }}
      >
        {t(`inventory.action.${action}`)}
        {keys.length > 1 && !blocked && skipped.length > 0 && <span className={classes.some}>{allowed}</span>}
      </Button>
    </Tooltip>
  );
}
