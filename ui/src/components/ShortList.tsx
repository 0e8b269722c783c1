import { IconAlertTriangle } from '@tabler/icons-react';
import { useWords } from '../i18n/useWords';
import type { IpcError } from '../ipc/bindings';
import classes from './ShortList.module.css';

/** That a list shows less than the cloud itself counted: nothing is wrong with what is shown. */
export function ShortList({ short }: { short: IpcError | null }) {
  const words = useWords();
  if (!short?.words) return null;
  return (
    <span className={classes.short} role="status" data-testid="short-list">
      <IconAlertTriangle size={14} aria-hidden />
      {words(short.words)}
    </span>
  );
}
