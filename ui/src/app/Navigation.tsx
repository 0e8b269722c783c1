import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Frame.module.css';
import { PAGES } from './pages';

/** The pages, on the left. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className={classes.navigation} aria-label={t('frame.navigation')}>
      {PAGES.map((group, index) => (
        <Fragment key={group[0]?.id}>
          {index > 0 && <div className={classes.divider} />}
          {group.map(({ id, to, icon: Shape }) => (
            <Link key={id} to={to} className={classes.link} data-testid={`nav-${id}`}>
              <Shape size={16} stroke={1.7} aria-hidden />
              {t(`frame.pages.${id}`)}
            </Link>
          ))}
        </Fragment>
      ))}
    </nav>
  );
}
