import { useWords } from '../i18n/useWords';
import { useCloud } from '../ipc/queries/clouds';
import classes from './CloudBadge.module.css';

/** The mark of a cloud: the first letter of its name on its colour, so that it is not told by the colour alone. */
export function CloudMark({ cloud: id }: { cloud: string | undefined }) {
  const cloud = useCloud(id);
  const words = useWords();
  const [letter = ''] = cloud ? words(cloud.title) : '';
  return <span className={classes.mark} style={{ background: cloud?.colour }} data-letter={letter} aria-hidden />;
}
