import { IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton';
import { visible } from '../../components/unseen';
import { exactText, isExactNumber } from './exactJson';
import classes from './JsonTree.module.css';
import { isOpenAtFirst, type JsonLine, jsonLines } from './jsonLines';

const HEIGHT = 21;

/** What is unfolded where nobody has turned a line: by itself, everything, or nothing. */
export type Folding = 'first' | 'open' | 'closed';

/** JSON as a tree that folds. Only the lines on the screen are in the document, so that long replies are no burden. */
export function JsonTree({ value, folding, label }: { value: unknown; folding: Folding; label: string }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState(-1);
  const [pointed, setPointed] = useState(-1);
  const lines = useMemo(
    () =>
      jsonLines(value, (path, depth, size) => {
        const own = turned.get(path);
        if (own !== undefined) return own;
        return folding === 'open' || depth === 0 || (folding === 'first' && isOpenAtFirst(depth, size));
      }),
    [value, folding, turned],
  );
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
  });

  const turn = (line: JsonLine, to = !line.open) => {
    if (line.size) setTurned((before) => new Map(before).set(line.path, to));
  };
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), lines.length - 1);
    setActive(next);
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const line = lines[active];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -lines.length, End: lines.length }[
      event.key
    ];
    if (step !== undefined) move(active + step);
    else if ((event.key === 'Enter' || event.key === ' ') && line) turn(line);
    else if (event.key === 'ArrowRight' && line) turn(line, true);
    else if (event.key === 'ArrowLeft' && line) {
      if (line.open) turn(line, false);
      else move(lines.findLastIndex((above, index) => index < active && above.depth < line.depth));
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={classes.tree}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setPointed(-1)}
    >
      <div className={classes.lines} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it hears the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus (aria-activedescendant)
            <div
              key={line.path}
              id={`${id}-${item.index}`}
              role="treeitem"
              className={classes.line}
              aria-level={line.depth + 1}
              aria-expanded={line.size ? line.open : undefined}
              aria-selected={item.index === active}
              data-folds={line.size ? true : undefined}
              data-active={item.index === active || undefined}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 6 + line.depth * 14 }}
              onPointerEnter={() => setPointed(item.index)}
              onClick={() => {
                setActive(item.index);
                // Whoever is marking text does not want to fold.
                if (window.getSelection()?.isCollapsed !== false) turn(line);
              }}
            >
              <span className={classes.chevron}>
                {line.size ? <IconChevronRight size={12} data-open={line.open || undefined} aria-hidden /> : null}
              </span>
              {line.key !== null && (
                <span className={typeof line.key === 'number' ? classes.index : classes.key}>{line.key}</span>
              )}
              <Value line={line} />
              {line.path !== '' && (item.index === active || item.index === pointed) && (
                // biome-ignore lint/a11y/noStaticElementInteractions: keeps the button's click to itself
                // biome-ignore lint/a11y/useKeyWithClickEvents: as above
                <span className={classes.copy} onClick={(event) => event.stopPropagation()}>
                  <CopyButton text={textOf(line.value)} what={String(line.key)} />
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Value({ line: { value: at, size, open } }: { line: JsonLine }) {
  const { t } = useTranslation();
  if (size !== null) {
    const [left, right] = Array.isArray(at) ? ['[', ']'] : ['{', '}'];
    if (size === 0) return <span className={classes.mark}>{left + right}</span>;
    const count = Array.isArray(at) ? t('explorer.elements', { count: size }) : t('explorer.members', { count: size });
    return (
      <span className={classes.mark}>
        {open ? left : `${left} … ${right}`} <span className={classes.count}>{count}</span>
      </span>
    );
  }
  const kind = at === null ? 'null' : isExactNumber(at) ? 'number' : typeof at;
  return (
    <span className={classes.value} data-type={kind} title={typeof at === 'string' ? visible(at) : undefined}>
      {visible(exactText(at))}
    </span>
  );
}

/** A text as it is, anything else as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : exactText(value, 2);
}
