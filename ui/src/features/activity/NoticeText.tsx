import classes from './NoticeText.module.css';

/** What a notice says, in little room: the name in two lines at most, whole on hover, so that there is room for the reason and the way on. */
export function NoticeText({ name, why, see }: { name: string; why: string | null; see: string }) {
  return (
    <>
      <span className={classes.name} title={name} data-testid="notice-name">
        {name}
      </span>
      {why !== null && (
        <span className={classes.why} title={why} data-testid="notice-why">
          {why}
        </span>
      )}
      <span className="yd-link">{see}</span>
    </>
  );
}
