import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowsVertical, IconDeviceFloppy, IconFold } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type CallTable, commands, type JsonText } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { parseExact } from './exactJson';
import { type Folding, JsonTree } from './JsonTree';
import classes from './Reply.module.css';
import { ReplyTable } from './ReplyTable';

type View = 'table' | 'tree' | 'raw';
type Props = {
  text: JsonText;
  table: CallTable | null;
  operation: string;
  /** On the left of the line above: pages. */
  children?: ReactNode;
};

/** As much of the raw text is shown; all of it is copied and saved. */
const MOST = 200_000;

/** What came back, as a table where it has a list, as a tree, and as it is. */
export function ReplyBody({ text, table, operation, children }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<View>(table ? 'table' : 'tree');
  const [folding, setFolding] = useState<{ how: Folding; turn: number }>({ how: 'first', turn: 0 });
  const result = useMemo(() => parseExact(text), [text]);
  const save = useMutation({ mutationFn: () => unwrap(commands.saveReply(operation, text)) });
  const view = chosen === 'table' && !table ? 'tree' : chosen;
  const views: { value: View; label: string }[] = [
    ...(table ? [{ value: 'table' as const, label: t('explorer.reply.table') }] : []),
    { value: 'tree', label: t('explorer.reply.tree') },
    { value: 'raw', label: t('explorer.reply.raw') },
  ];
  const fold = (how: Folding) => setFolding(({ turn }) => ({ how, turn: turn + 1 }));
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          data={views}
          value={view}
          aria-label={t('explorer.reply.views')}
          data-testid="explorer-reply-view"
          onChange={(next) => setChosen(next as View)}
        />
        {children}
        <span className={classes.tools}>
          {view === 'tree' && (
            <>
              <Tool label={t('explorer.reply.unfold')} data-testid="explorer-reply-unfold" onClick={() => fold('open')}>
                <IconArrowsVertical size={13} />
              </Tool>
              <Tool label={t('explorer.reply.fold')} data-testid="explorer-reply-fold" onClick={() => fold('closed')}>
                <IconFold size={13} />
              </Tool>
            </>
          )}
          <CopyButton text={text} what={t('explorer.reply.title')} />
          <Tool
            label={t('explorer.reply.save')}
            data-testid="explorer-reply-save"
            disabled={save.isPending}
            onClick={() => save.mutate()}
          >
            <IconDeviceFloppy size={13} />
          </Tool>
        </span>
      </div>
      {save.error && (
        <div className={classes.padded}>
          <ErrorNotice error={save.error} compact />
        </div>
      )}
      {save.data && (
        <output className={classes.saved} data-testid="explorer-reply-saved">
          {t('explorer.reply.saved', { file: save.data })}
        </output>
      )}
      {view === 'table' && table && <ReplyTable table={table} />}
      {view === 'tree' && (
        <JsonTree key={folding.turn} value={result} folding={folding.how} label={t('explorer.reply.title')} />
      )}
      {view === 'raw' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.raw} tabIndex={0} aria-label={t('explorer.reply.raw')}>
          <pre>{text.length > MOST ? text.slice(0, MOST) : text}</pre>
          {text.length > MOST && <p className={classes.cut}>{t('explorer.reply.cut')}</p>}
        </section>
      )}
    </>
  );
}

type ToolProps = { label: string; 'data-testid': string; disabled?: boolean; onClick: () => void; children: ReactNode };

function Tool({ label, children, ...button }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="xs" variant="subtle" color="gray" aria-label={label} {...button}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
