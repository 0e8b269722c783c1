import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import { type ActionPreview, commands, type InstanceAction } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { usePlanFlow } from '../plans/usePlanFlow';
import classes from './Inventory.module.css';

/** Acts on instances through the confirmation flow, which says what is skipped. */
export function useInstanceActions(onDone?: () => void) {
  const { t } = useTranslation();
  const words = useWords();
  const flow = usePlanFlow(onDone ? { onApplied: onDone } : {});

  const { start } = flow;
  const act = useCallback(
    (action: InstanceAction, { allowed, skipped }: ActionPreview) =>
      start(
        () => unwrap(commands.planAction(action, allowed)),
        skipped.length > 0 && (
          <details>
            <summary>{t('inventory.skipped', { count: skipped.length })}</summary>
            <ul className={classes.skipped}>
              {skipped.map(({ key, reason }) => (
                <li key={key.id}>{`${key.id} · ${words(reason)}`}</li>
              ))}
            </ul>
          </details>
        ),
      ),
    [start, t, words],
  );
  return { act, dialog: flow.dialog };
}
