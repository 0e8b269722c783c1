import { Button } from '@mantine/core';
import { IconEye, IconHandStop, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import type { Activity } from '../../ipc/bindings';
import { HelpLink } from '../help/HelpLink';
import classes from './Activity.module.css';
import { RecheckButton } from './RecheckButton';
import { useActivityActs } from './useActivityActs';
import { VendorLine } from './VendorLine';

/** The calm explanation of an unanswered request: what we know, what we are doing, what not to do. */
export function OutcomeUnknown({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const words = useWords();
  const { recheck, askAgain } = useActivityActs(activity);
  const { error, endedAt, startedAt, canAskAgain, effect } = activity;
  const purchase = effect === 'purchase';
  const failure = askAgain.error ?? recheck.error;
  return (
    <div className={classes.unknown} data-testid="outcome-unknown">
      <p>
        <IconInfoCircle size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.know')}</strong>{' '}
          {/* Once nobody looks any longer, the shell says why it could not be told. */}
          {endedAt !== null && error?.words ? `${words(error.words)} ${t('activity.unknown.sentAt')}` : null}
          {endedAt === null || !error?.words ? t('activity.unknown.knowText') : null} <TimeText at={startedAt} />
        </span>
      </p>
      {error?.vendor && <VendorLine vendor={error.vendor} />}
      <p>
        <IconEye size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.doing')}</strong>{' '}
          {endedAt !== null
            ? t('activity.unknown.doingNothing')
            : purchase
              ? t('activity.unknown.doingPurchase')
              : t('activity.unknown.doingOther')}
        </span>
      </p>
      <p>
        <IconHandStop size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.avoid')}</strong>{' '}
          {purchase ? t('activity.unknown.avoidPurchase') : t('activity.unknown.avoidOther')}
        </span>
      </p>
      {failure && <ErrorNotice error={failure} compact />}
      <div className={classes.unknownActs}>
        <RecheckButton pending={recheck.isPending} onClick={() => recheck.mutate()} />
        {canAskAgain && (
          <Button
            variant="default"
            size="compact-sm"
            fz={12}
            loading={askAgain.isPending}
            aria-describedby={`ask-again-${activity.id}`}
            data-testid="activity-ask-again"
            onClick={() => askAgain.mutate()}
          >
            {t('activity.askAgain')}
          </Button>
        )}
        <HelpLink topic="unknown" />
      </div>
      {canAskAgain && (
        <p className={classes.hint} id={`ask-again-${activity.id}`}>
          {t('activity.askAgainHint')}
        </p>
      )}
    </div>
  );
}
