import { type Icon, IconClockHour4, IconLock, IconLockOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../../components/StateBadge.module.css';
import type { SecretPlace } from '../../ipc/bindings';

const LOOKS: { [place in SecretPlace]: { icon: Icon; tone: string } } = {
  keychain: { icon: IconLock, tone: 'good' },
  session: { icon: IconClockHour4, tone: 'warn' },
  missing: { icon: IconLockOff, tone: 'bad' },
  elsewhere: { icon: IconLockOff, tone: 'bad' },
  locked: { icon: IconLock, tone: 'warn' },
  silent: { icon: IconLock, tone: 'warn' },
  unavailable: { icon: IconLockOff, tone: 'warn' },
};

/** Whether a secret has to be entered again before its account can be used. */
export const isToBeEntered = (place: SecretPlace) => place === 'missing' || place === 'elsewhere';

/** Where an account's secret is: an icon and words. */
export function SecretPlaceBadge({ place }: { place: SecretPlace }) {
  const { t } = useTranslation();
  const { icon: Shape, tone } = LOOKS[place];
  return (
    <span className={classes.badge} data-tone={tone} data-testid="secret-place" data-place={place}>
      <Shape size={14} aria-hidden />
      <span>{t(`accounts.place.${place}`)}</span>
    </span>
  );
}
