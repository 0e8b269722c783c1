import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Frame.module.css';
import { Keys } from './Keys';
import { PAGES, type PageLink } from './pages';
import { ariaKeys, keysOfPage } from './shortcuts';
import { useKeys } from './useShortcut';

/** The pages, on the left, each with its shortcut. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className={classes.navigation} aria-label={t('frame.navigation')}>
      {PAGES.map((group, index) => (
        <Fragment key={group[0]?.id}>
          {index > 0 && <div className={classes.divider} />}
          {group.map((page) => (
            <NavigationLink key={page.id} page={page} />
          ))}
        </Fragment>
      ))}
    </nav>
  );
}

function NavigationLink({ page: { id, to, icon: Shape } }: { page: PageLink }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const keys = keysOfPage(id);
  useKeys(keys ? [keys] : [], () => void navigate({ to }));
  return (
    <Link
      to={to}
      className={classes.link}
      data-testid={`nav-${id}`}
      aria-keyshortcuts={keys ? ariaKeys(keys) : undefined}
    >
      <Shape size={16} stroke={1.7} aria-hidden />
      {t(`frame.pages.${id}`)}
      {keys && (
        <span className={classes.keys}>
          <Keys combination={keys} />
        </span>
      )}
    </Link>
  );
}
