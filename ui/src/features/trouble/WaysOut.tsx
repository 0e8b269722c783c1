import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Notice } from '../../components/Notice';
import { commands, type PutAside, type StartedAnew, type TroubleView } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { EmptyFolderDialog } from './EmptyFolderDialog';
import { StartAnewDialog } from './StartAnewDialog';
import classes from './Trouble.module.css';
import { TroubleHead } from './TroubleHead';
import { TroublePlaces } from './TroublePlaces';
import { useCarriedLook } from './useCarriedLook';
import { WayOut } from './WayOut';

type Props = {
  trouble: TroubleView;
  /** What was put aside, without the program starting all the same. */
  kept: PutAside | null;
  /** What is in the way now; nothing: the program runs. */
  onNow: (trouble: TroubleView | null) => void;
  onAnew: (begun: StartedAnew) => void;
  onRead: () => void;
};

/** What is in the way, and what one can do about it. */
export function WaysOut({ trouble, kept, onNow, onAnew, onRead }: Props) {
  const { t } = useTranslation();
  const carryLook = useCarriedLook();
  const [asking, setAsking] = useState(false);
  const [empty, setEmpty] = useState<string | null>(null);
  const [refused, setRefused] = useState<TroubleView | null>(null);

  const retry = useMutation({ mutationFn: () => unwrap(commands.retryStart()), onSuccess: onNow });
  const choose = useMutation({
    mutationFn: (usual: boolean) => unwrap(commands.chooseStartFolder(usual)),
    onMutate: () => setRefused(null),
    onSuccess: (chosen) => {
      if (chosen.kind === 'started') onNow(null);
      if (chosen.kind === 'empty') setEmpty(chosen.folder);
      if (chosen.kind === 'refused') setRefused(chosen.trouble);
    },
  });
  const make = useMutation({
    mutationFn: () => unwrap(commands.makeInChosenFolder()),
    onSuccess: async (still) => {
      setEmpty(null);
      if (still) return setRefused(still);
      await carryLook();
      onNow(null);
    },
  });
  const anew = useMutation({
    mutationFn: () => unwrap(commands.startAnew()),
    onSuccess: async (begun) => {
      setAsking(false);
      if (!begun.trouble) await carryLook();
      onAnew(begun);
    },
    onError: () => setAsking(false),
  });
  const show = useMutation({ mutationFn: () => unwrap(commands.showStartFolder()) });
  const error = retry.error ?? choose.error ?? make.error ?? anew.error ?? show.error;

  return (
    <div className={classes.scroller}>
      <div className={classes.column}>
        <TroubleHead trouble={trouble} />
        <TroublePlaces trouble={trouble} onShow={() => show.mutate()} />
        {kept && (
          <Notice tone="calm" role="status">
            <p>{t('trouble.kept', { names: kept.names.join(t('common.comma')) })}</p>
          </Notice>
        )}
        <h2 className={classes.heading}>{t('trouble.waysOut')}</h2>
        <div className={classes.ways}>
          <WayOut
            title={t(`trouble.kind.${trouble.kind}.fix`)}
            hint={t(`trouble.kind.${trouble.kind}.fixHint`)}
            said={retry.isSuccess && !retry.isPending && t('trouble.again')}
          >
            <Button data-testid="trouble-retry" loading={retry.isPending} onClick={() => retry.mutate()}>
              {t('common.retry')}
            </Button>
          </WayOut>
          {trouble.usual && (
            <WayOut title={t('trouble.usual')} hint={t('trouble.usualHint', { folder: trouble.usual })}>
              <Button
                variant="default"
                data-testid="trouble-usual"
                loading={choose.isPending && choose.variables}
                onClick={() => choose.mutate(true)}
              >
                {t('trouble.usualAct')}
              </Button>
            </WayOut>
          )}
          {trouble.canChoose && (
            <WayOut
              title={t('trouble.choose')}
              hint={t('trouble.chooseHint')}
              said={refused && t('trouble.refused', { why: t(`trouble.kind.${refused.kind}.title`) })}
            >
              <Button
                variant="default"
                data-testid="trouble-choose"
                loading={choose.isPending && !choose.variables}
                onClick={() => choose.mutate(false)}
              >
                {t('trouble.chooseAct')}
              </Button>
            </WayOut>
          )}
          {trouble.canStartAnew && (
            <WayOut title={t('trouble.anew')} hint={t('trouble.anewHint')}>
              <Button variant="default" data-testid="trouble-anew" onClick={() => setAsking(true)}>
                {t('trouble.anewAct')}
              </Button>
            </WayOut>
          )}
          {trouble.hasJournal && (
            <WayOut title={t('trouble.journal')} hint={t('trouble.journalHint')}>
              <Button variant="default" data-testid="trouble-journal" onClick={onRead}>
                {t('trouble.journalAct')}
              </Button>
            </WayOut>
          )}
        </div>
        {error && <ErrorNotice error={error} />}
      </div>
      {asking && (
        <StartAnewDialog
          folder={trouble.folder}
          beginning={anew.isPending}
          onClose={() => setAsking(false)}
          onBegin={() => anew.mutate()}
        />
      )}
      {empty !== null && (
        <EmptyFolderDialog
          folder={empty}
          beginning={make.isPending}
          onClose={() => setEmpty(null)}
          onBegin={() => make.mutate()}
        />
      )}
    </div>
  );
}
