import { ActionIcon, Loader } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatLength } from '../../components/time';
import type { Effect } from '../../ipc/bindings';
import { asIpcError } from '../../ipc/failure';
import { ActivityReply } from './ActivityReply';
import classes from './Reply.module.css';
import { ReplyBody } from './ReplyBody';
import type { Answer } from './useCall';

type Props = {
  answer: Answer;
  sending: boolean;
  effect: Effect;
  operation: string;
  onPage: (page: number) => void;
};

/** What came back: status, time, request id, and the content. */
export function ReplyPane({ answer, sending, effect, operation, onPage }: Props) {
  const { t } = useTranslation();
  return (
    <div
      className={classes.reply}
      data-testid="explorer-reply"
      data-status={sending ? 'sending' : statusOf(answer)}
      aria-busy={sending}
    >
      {sending && (
        <output className={classes.sending}>
          <Loader size={12} /> {t('explorer.reply.sending')}
        </output>
      )}
      <div className={classes.content} data-old={sending || undefined}>
        {answer.kind === 'none' && !sending && (
          <EmptyState icon={IconSend} title={t('explorer.reply.none')}>
            {effect === 'read' ? t('explorer.reply.noneRead') : t('explorer.reply.noneAct')}
          </EmptyState>
        )}
        {answer.kind === 'refused' && (
          <div className={classes.padded}>
            <ErrorNotice error={answer.error} />
          </div>
        )}
        {answer.kind === 'applied' && <ActivityReply key={answer.activity.id} activity={answer.activity} />}
        {answer.kind === 'pages' && <Pages answer={answer} operation={operation} onPage={onPage} />}
      </div>
    </div>
  );
}

function Pages({
  answer,
  operation,
  onPage,
}: {
  answer: Extract<Answer, { kind: 'pages' }>;
  operation: string;
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation();
  const { pages, at } = answer;
  const reply = pages[at];
  if (!reply) return null;
  const more = at < pages.length - 1 || reply.nextPage !== null;
  return (
    <>
      <div className={classes.status}>
        <strong className={classes.code}>HTTP {reply.status}</strong>
        <span className="yd-figures">{formatLength(reply.millis, t)}</span>
        {reply.requestId !== null && (
          <span className={classes.request}>
            <span className="yd-dim">{t('common.requestId')}</span>
            <CopyText text={reply.requestId} what={t('common.requestId')} />
          </span>
        )}
      </div>
      <ReplyBody key={at} text={reply.result} table={reply.table} operation={operation}>
        {(more || at > 0) && (
          <span className={classes.pages}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('explorer.reply.previousPage')}
              disabled={at === 0}
              onClick={() => onPage(at - 1)}
            >
              <IconChevronLeft size={14} />
            </ActionIcon>
            <span className="yd-figures">{t('explorer.reply.page', { page: at + 1 })}</span>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('explorer.reply.nextPage')}
              data-testid="explorer-next-page"
              disabled={!more}
              onClick={() => onPage(at + 1)}
            >
              <IconChevronRight size={14} />
            </ActionIcon>
          </span>
        )}
      </ReplyBody>
    </>
  );
}

function statusOf(answer: Answer): string {
  switch (answer.kind) {
    case 'none':
      return 'none';
    case 'pages':
      return String(answer.pages[answer.at]?.status ?? 'none');
    case 'refused':
      return asIpcError(answer.error).kind;
    case 'applied':
      return 'applied';
  }
}
