import { IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { FilterChip } from '../../components/FilterChip';
import { SearchField } from '../../components/SearchField';
import { useRemembered } from '../../components/useRemembered';
import { useWords } from '../../i18n/useWords';
import type { Effect, OperationSummary } from '../../ipc/bindings';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './OperationTree.module.css';
import { found, idOf, linesOf, nounIdOf, type TreeLine } from './operationTree';
import { useNounWords } from './useNounWords';

const EFFECTS: Effect[] = ['read', 'mutate', 'purchase', 'destroy'];
const HEIGHTS: { [kind in TreeLine['kind']]: number } = { cloud: 30, noun: 26, operation: 40 };

/** So few results are all shown unfolded. */
const FEW = 60;

type Filter = { text: string; effects: Effect[] };

type Props = {
  operations: OperationSummary[];
  /** The operation whose form is open. */
  open: { cloud: string; name: string; noun: string } | null;
  /** Clouds that are unfolded from the start. */
  clouds: readonly string[];
  onOpen: (operation: OperationSummary) => void;
};

/** Every operation by cloud and noun; narrowed by effect and by any part of a name. Arrow keys move, Enter opens. */
export function OperationTree({ operations, open, clouds: own, onOpen }: Props) {
  const { t } = useTranslation();
  const treeId = useId();
  const [{ text, effects }, setFilter] = useRemembered<Filter>('explorer-filter', { text: '', effects: [] });
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const nounWords = useNounWords();
  const clouds = useClouds();
  const words = useWords();

  const names = useMemo(() => {
    const titles = new Map(clouds.map(({ id, title }) => [id, title]));
    return { noun: nounWords, cloud: (id: string) => titles.get(id) ?? { zh: id, en: id } };
  }, [clouds, nounWords]);
  const fitting = useMemo(() => found(operations, { text, effects }, names), [operations, text, effects, names]);
  // Of one's own clouds, those that have nothing of the kind: that is an answer, too.
  const without = text.trim() === '' ? [] : own.filter((id) => !fitting.some(({ cloud }) => cloud === id));
  const narrowed = text.trim() !== '' || effects.length > 0;
  const lines = useMemo(() => {
    const few = narrowed && fitting.length <= FEW;
    const ofOpen = open ? [open.cloud, nounIdOf(open.cloud, open.noun)] : [];
    return linesOf(
      fitting,
      (id) => turned.get(id) ?? (few || ofOpen.includes(id) || own.includes(id) || (narrowed && !id.includes('/'))),
    );
  }, [fitting, narrowed, open, turned, own]);

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.kind ?? 'noun'],
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 6,
  });
  const openId = open ? idOf(open) : null;
  // What is opened from elsewhere (the history, an address) is brought into view.
  const shownAt = lines.findIndex(({ id }) => id === openId);
  const scrolled = useRef<string | null>(null);
  useEffect(() => {
    if (openId === null || shownAt < 0 || scrolled.current === openId) return;
    scrolled.current = openId;
    virtualizer.scrollToIndex(shownAt, { align: 'center' });
  }, [openId, shownAt, virtualizer]);

  const narrow = (change: Partial<Filter>) => {
    setFilter({ text, effects, ...change });
    setTurned(new Map());
    setActive(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const turn = (line: TreeLine, to?: boolean) => {
    if (line.kind !== 'operation') setTurned((before) => new Map(before).set(line.id, to ?? !line.open));
  };
  const choose = (line: TreeLine) => {
    setActive(line.id);
    if (line.kind === 'operation') {
      scrolled.current = line.id;
      onOpen(line.operation);
    } else turn(line);
  };
  const at = lines.findIndex(({ id }) => id === active);
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), lines.length - 1);
    setActive(lines[next]?.id ?? null);
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -lines.length, End: lines.length }[
      event.key
    ];
    if (step !== undefined) move(at < 0 ? Math.max(shownAt, 0) : at + step);
    else if ((event.key === 'Enter' || event.key === ' ') && line) choose(line);
    else if (event.key === 'ArrowRight' && line) turn(line, true);
    else if (event.key === 'ArrowLeft' && line) {
      if (line.kind !== 'operation' && line.open) turn(line, false);
      else move(lines.findLastIndex((above, index) => index < at && levelOf(above) < levelOf(line)));
    } else return;
    event.preventDefault();
  };
  /** From the search field straight into the list. */
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    const first = lines.find(({ kind }) => kind === 'operation');
    event.preventDefault();
    if (event.key === 'Enter' && first) choose(first);
    else {
      scroller.current?.focus();
      move(first ? lines.indexOf(first) : 0);
    }
  };

  return (
    <div className={classes.pane}>
      <div className={classes.head}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the field within */}
        <div onKeyDown={enter}>
          <SearchField
            value={text}
            onChange={(next) => narrow({ text: next })}
            placeholder={t('explorer.search')}
            testId="explorer-search"
            width="100%"
          />
        </div>
        <div className={classes.effects}>
          {EFFECTS.map((effect) => (
            <FilterChip
              key={effect}
              label={t(`effect.${effect}`)}
              checked={effects.includes(effect)}
              onChange={(on) =>
                narrow({ effects: on ? [...effects, effect] : effects.filter((one) => one !== effect) })
              }
            />
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className={classes.tree}
        role="tree"
        tabIndex={0}
        aria-label={t('explorer.operations')}
        aria-activedescendant={active === null ? undefined : `${treeId}-${active}`}
        onKeyDown={onKeyDown}
      >
        {operations.length > 0 && fitting.length === 0 && <p className={classes.none}>{t('explorer.noneFound')}</p>}
        <div className={classes.lines} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const operation = line.kind === 'operation' ? line.operation : null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it hears the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus (aria-activedescendant)
              <div
                key={line.id}
                id={`${treeId}-${line.id}`}
                role="treeitem"
                className={classes.line}
                aria-level={levelOf(line)}
                aria-expanded={line.kind === 'operation' ? undefined : line.open}
                aria-selected={line.id === openId}
                data-kind={line.kind}
                data-active={line.id === active || undefined}
                data-testid={operation ? 'explorer-operation' : 'explorer-group'}
                data-cloud={operation?.cloud ?? (line.kind === 'operation' ? undefined : line.cloud)}
                data-operation={operation?.name}
                data-noun={line.kind === 'noun' ? line.noun : undefined}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                onClick={() => choose(line)}
              >
                <Line line={line} />
              </div>
            );
          })}
        </div>
        {fitting.length > 0 && without.length > 0 && (
          <p className={classes.none} data-testid="explorer-none-in">
            {t('explorer.noneIn', { clouds: without.map((id) => words(names.cloud(id))).join(t('common.comma')) })}
          </p>
        )}
      </div>
    </div>
  );
}

function levelOf(line: TreeLine): number {
  return line.kind === 'cloud' ? 1 : line.kind === 'noun' ? 2 : 3;
}

function Line({ line }: { line: TreeLine }) {
  const words = useWords();
  const nounWords = useNounWords();
  if (line.kind === 'operation') {
    const { title, name, effect } = line.operation;
    return (
      <span className={classes.operation} title={`${words(title)}  ${name}`}>
        <span className={classes.title}>{words(title)}</span>
        <span className={classes.effect}>
          <EffectBadge effect={effect} />
        </span>
        <code className={classes.name}>{name}</code>
      </span>
    );
  }
  return (
    <>
      <IconChevronRight size={13} className={classes.chevron} data-open={line.open || undefined} aria-hidden />
      {line.kind === 'cloud' ? <CloudBadge cloud={line.cloud} /> : <span>{words(nounWords(line.noun))}</span>}
      <span className={classes.count}>{line.count}</span>
    </>
  );
}
