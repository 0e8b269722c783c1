import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { NounView } from '../ipc/bindings';
import { useOwnNouns } from '../ipc/queries/nouns';
import classes from './Frame.module.css';
import { Keys } from './Keys';
import { nounIcon } from './nounIcons';
import { PAGES, type PageLink } from './pages';
import { ariaKeys, keysOfPage } from './shortcuts';
import { useKeys } from './useShortcut';

/**
 * The pages, on the left, each with its shortcut, and below them the nouns that one's clouds have: those are many, and what everybody
 * needs is to be seen on a small screen without scrolling.
 */
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
      <NounLinks />
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

/** The nouns that a cloud of one's accounts has, by group. */
function NounLinks() {
  const { t } = useTranslation();
  const nouns = useOwnNouns();
  const groups = [...new Set(nouns.map(({ group }) => group))];
  return groups.map((group) => (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div key={group} role="group" aria-labelledby={`nouns-${group}`} className={classes.nouns}>
      <span id={`nouns-${group}`} className={classes.caption}>
        {t(`nouns.group.${group}`)}
      </span>
      {nouns
        .filter((noun) => noun.group === group)
        .map((noun) => (
          <NounLink key={noun.id} noun={noun} />
        ))}
    </div>
  ));
}

function NounLink({ noun: { id, title } }: { noun: NounView }) {
  const words = useWords();
  const Shape = nounIcon(id);
  return (
    <Link to="/nouns/$noun" params={{ noun: id }} className={classes.link} data-testid={`nav-noun-${id}`}>
      <Shape size={16} stroke={1.7} aria-hidden />
      <span className={classes.noun}>{words(title)}</span>
    </Link>
  );
}
