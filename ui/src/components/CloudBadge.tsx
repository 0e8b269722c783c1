import { useWords } from '../i18n/useWords';
import { useCloud } from '../ipc/queries/clouds';
import classes from './CloudBadge.module.css';
import { CloudMark } from './CloudMark';
import { SandboxMark } from './SandboxMark';

/** A cloud: its mark and always its name. With `label`, an account of it; with `sandbox`, marked as play money. */
export function CloudBadge({
  cloud: id,
  label,
  sandbox = false,
}: {
  cloud: string;
  label?: string;
  sandbox?: boolean;
}) {
  const cloud = useCloud(id);
  const words = useWords();
  const name = cloud ? words(cloud.title) : id;
  return (
    <span className={classes.badge}>
      <CloudMark cloud={id} />
      <span className={classes.name}>{name}</span>
      {label !== undefined && <span className={classes.label}>{label}</span>}
      {sandbox && <SandboxMark />}
    </span>
  );
}
