import { ActionIcon, Button, Skeleton, TagsInput } from '@mantine/core';
import { IconInfoCircle, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Notice } from '../../components/Notice';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import { type Account, commands, type Image, type ShareList } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { imageSharesQuery } from '../../ipc/queries/images';
import { usePlanFlow } from '../plans/usePlanFlow';
import { accountIds } from './accountIds';
import classes from './Images.module.css';
import { ShareOutcome } from './ShareOutcome';

type Props = { image: Image; account: Account; region: string };

/** What was done last, to say how it went and to undo it. */
export type ShareAct = { activity: string; ids: string[]; share: boolean };

/** With whom an image is shared, as the cloud says; share with more, or with one less. */
export function SharePanel({ image, account, region }: Props) {
  const { t } = useTranslation();
  const { data: list, error, isLoading, refetch } = useQuery(imageSharesQuery(account.id, region, image.id));
  const [wanted, setWanted] = useState<string[]>([]);
  const [act, setAct] = useState<ShareAct | null>(null);
  // A plan that needs no confirmation is applied before this component renders again.
  const pending = useRef<Omit<ShareAct, 'activity'> | null>(null);
  const flow = usePlanFlow({
    onApplied: ([activity]) => {
      if (!activity || !pending.current) return;
      setAct({ ...pending.current, activity: activity.id });
      if (pending.current.share) setWanted([]);
    },
  });
  const change = (ids: string[], share: boolean) => {
    pending.current = { ids, share };
    flow.start(() => unwrap(commands.planShare(account.id, region, image.id, ids, share)));
  };

  return (
    <section className={classes.section} aria-label={t('images.share.title')} data-testid="share-panel">
      {flow.dialog}
      <h3 className={classes.heading}>
        {t('images.share.with')}
        {list && <Places list={list} />}
      </h3>
      {isLoading && <Skeleton height={14} width="70%" my={6} />}
      {error && (
        <ErrorNotice
          error={error}
          compact
          actions={
            <Button size="compact-xs" variant="default" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {list && (
        <>
          <Shares list={list} busy={flow.busy} onRemove={(id) => change([id], false)} />
          {act && <ShareOutcome act={act} shares={list.shares} onUndo={() => change(act.ids, !act.share)} />}
          {list.obstacles.length > 0 ? (
            <Obstacles list={list} />
          ) : (
            <Add
              list={list}
              owner={image.ownerId || account.ownerId}
              wanted={wanted}
              busy={flow.busy}
              onWanted={setWanted}
              onShare={(ids) => change(ids, true)}
            />
          )}
        </>
      )}
    </section>
  );
}

function Places({ list }: { list: ShareList }) {
  const { t } = useTranslation();
  if (list.limit === null) return null;
  return (
    <span className="yd-dim" data-testid="share-left">
      {t('images.share.left', {
        count: Math.max(0, list.limit - list.shares.length),
        used: list.shares.length,
        limit: list.limit,
      })}
    </span>
  );
}

function Shares({ list, busy, onRemove }: { list: ShareList; busy: boolean; onRemove: (id: string) => void }) {
  const { t } = useTranslation();
  if (list.shares.length === 0) return <p className={classes.none}>{t('images.share.none')}</p>;
  const labelOf = (id: string) => list.candidates.find((candidate) => candidate.ownerId === id)?.label;
  return (
    <ul className={classes.shares}>
      {list.shares.map(({ accountId, since }) => (
        <li key={accountId} data-testid="share-row" data-account-id={accountId}>
          <code className="yd-code">{accountId}</code>
          {labelOf(accountId) && <span>{labelOf(accountId)}</span>}
          <span className={classes.spacer} />
          {since && (
            <span className="yd-dim">
              <TimeText at={since} />
            </span>
          )}
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            disabled={busy}
            aria-label={t('images.share.remove', { id: accountId })}
            data-testid="share-remove"
            onClick={() => onRemove(accountId)}
          >
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function Obstacles({ list }: { list: ShareList }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Notice tone="warn" icon={IconInfoCircle} data-testid="share-obstacles">
      <b>{t('images.share.cannot')}</b>
      {list.obstacles.map((obstacle) => (
        <div key={obstacle.en}>{words(obstacle)}</div>
      ))}
    </Notice>
  );
}

type AddProps = {
  list: ShareList;
  /** Whose the image is, where that is known: it cannot be shared with them. */
  owner: string | null;
  wanted: string[];
  busy: boolean;
  onWanted: (ids: string[]) => void;
  onShare: (ids: string[]) => void;
};

function Add({ list, owner, wanted, busy, onWanted, onShare }: AddProps) {
  const { t } = useTranslation();
  const shared = list.shares.map(({ accountId }) => accountId);
  const fresh = wanted.filter((id) => !shared.includes(id) && id !== owner);
  const isOwner = owner !== null && wanted.includes(owner);
  const left = list.limit === null ? Number.POSITIVE_INFINITY : list.limit - shared.length;
  const own = list.candidates.filter(
    ({ ownerId }) => !shared.includes(ownerId) && !wanted.includes(ownerId) && ownerId !== owner,
  );
  const problem = wanted.some((id) => shared.includes(id))
    ? t('images.share.already', { ids: wanted.filter((id) => shared.includes(id)).join(t('common.comma')) })
    : fresh.length > left
      ? t('images.share.tooMany', { count: left })
      : null;
  return (
    <div className={classes.add}>
      <TagsInput
        label={t('images.share.add')}
        description={t('images.share.paste')}
        value={wanted}
        onChange={(ids) => onWanted(accountIds(ids))}
        splitChars={[',', ' ', '，', '、', ';', '；', '\n', '\t']}
        acceptValueOnBlur
        clearable
        disabled={busy}
        error={problem}
        data-testid="share-input"
      />
      {isOwner && (
        <p className={classes.none} role="status" data-testid="share-owner">
          {t('images.share.owner', { id: owner })}
        </p>
      )}
      {own.length > 0 && (
        <div className={classes.own}>
          <span className="yd-dim">{t('images.share.own')}</span>
          {own.map(({ ownerId, label }) => (
            <Button
              key={ownerId}
              size="compact-xs"
              variant="default"
              data-testid="share-own"
              onClick={() => onWanted(accountIds([...wanted, ownerId]))}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
      <Button
        data-testid="share-add"
        disabled={fresh.length === 0 || fresh.length > left}
        loading={busy}
        onClick={() => onShare(fresh)}
      >
        {fresh.length > 0 ? t('images.share.to', { count: fresh.length }) : t('images.share.title')}
      </Button>
    </div>
  );
}
