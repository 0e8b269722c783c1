import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DetailsPanel.module.css';
import { usePanelFocus } from './usePanelFocus';

type Props = {
  title: ReactNode;
  label: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  /** Whether it closes when another panel takes its place, instead of waiting behind it. */
  yields?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/**
 * The details of what is selected, on the right of the page. Not modal: the list beside it stays usable. Escape closes it;
 * opened by keyboard, it takes the focus, and gives it back. There is one place for panels: the one opened last is seen.
 */
export function DetailsPanel({ title, label, subtitle, actions, wide, yields = false, onClose, children }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const inFront = usePanelFocus(panel, onClose);
  const yielded = useEffectEvent(() => yields && onClose());
  useEffect(() => {
    if (!inFront) yielded();
  }, [inFront]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      hidden={!inFront}
      className={classes.panel}
      data-wide={wide || undefined}
      aria-label={label}
      data-testid="details-panel"
    >
      <header className={classes.header}>
        <div className={classes.heading}>
          <h2 className={classes.title} title={typeof title === 'string' ? title : undefined}>
            {title}
          </h2>
          {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={t('common.close')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {actions && <div className={classes.actions}>{actions}</div>}
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
