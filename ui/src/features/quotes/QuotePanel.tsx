import { Button, Loader, Skeleton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Notice } from '../../components/Notice';
import { PriceSwitch } from '../../components/PriceSwitch';
import { QuoteView } from '../../components/QuoteView';
import { usePriceView } from '../../components/usePriceView';
import { amidst } from '../../forms/amidst';
import { useWords } from '../../i18n/useWords';
import { HelpLink } from '../help/HelpLink';
import classes from './QuotePanel.module.css';
import type { QuoteState } from './useQuote';

type Props = {
  state: QuoteState;
  /** What decides the price before all else. */
  head?: ReactNode;
  children?: ReactNode;
};

/** What a configuration costs, always in sight: the price, how far to trust it, or why there is none. */
export function QuotePanel({ state, head, children }: Props) {
  const { t } = useTranslation();
  return (
    <aside
      className={classes.panel}
      aria-label={t('quotes.panel.title')}
      data-testid="quote-panel"
      data-state={state.trust}
    >
      <header className={classes.header}>
        <h2 className={classes.title}>
          {t('quotes.panel.title')} <HelpLink topic="prices" />
        </h2>
        {state.quote?.totals.some(({ per }) => per.kind === 'hour') && <PriceSwitch testId="quote-by" />}
        {(state.trust === 'stale' || state.trust === 'loading') && (
          <span className={classes.asking} role="status">
            <Loader size={12} aria-hidden />
            {t('quotes.panel.asking')}
          </span>
        )}
      </header>
      {head}
      <div className={classes.body} aria-live="polite">
        <Content state={state} />
      </div>
      {children && <footer className={classes.footer}>{children}</footer>}
    </aside>
  );
}

function Content({ state }: { state: QuoteState }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const [{ by }] = usePriceView();
  const { trust, quote, answer, error } = state;
  if (trust === 'error') {
    return (
      <>
        <ErrorNotice
          error={error}
          compact
          actions={
            <Button size="compact-xs" variant="default" onClick={state.refresh}>
              {t('common.retry')}
            </Button>
          }
        />
        {quote && <QuoteView quote={quote} stale monthly={by === 'month'} />}
      </>
    );
  }
  if (quote) return <QuoteView quote={quote} stale={trust === 'stale'} monthly={by === 'month'} />;
  if (answer?.kind === 'unsupported') {
    return (
      <Notice tone="calm" icon={IconInfoCircle} data-testid="no-quote">
        {words(answer.reason)}
      </Notice>
    );
  }
  if (answer?.kind === 'incomplete') {
    const listed = new Intl.ListFormat(i18n.language);
    const names = [...new Set(answer.missing.map(({ field }) => words(field)))];
    return (
      <p className={classes.hint}>
        {answer.words
          ? words(answer.words)
          : names.length > 0
            ? t('quotes.panel.missing', { names: listed.format(names.map(amidst)) })
            : t('quotes.panel.incomplete')}
      </p>
    );
  }
  return (
    <div className={classes.skeleton} aria-hidden>
      <Skeleton height={10} width="80%" />
      <Skeleton height={10} width="60%" />
      <Skeleton height={16} width="45%" mt={8} />
    </div>
  );
}
