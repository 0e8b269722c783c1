import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconReceiptYuan, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { QuoteView } from '../../components/QuoteView';
import { usePriceView } from '../../components/usePriceView';
import { useWords } from '../../i18n/useWords';
import { type Account, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { share } from './comparable';
import { dropAllQuotes, dropQuote, type KeptQuote } from './kept';
import classes from './Quotes.module.css';

/** The quotes kept side by side. Bars compare those that are paid by the same unit. */
export function QuoteRows({ quotes, accounts }: { quotes: readonly KeptQuote[]; accounts: Account[] }) {
  const { t } = useTranslation();
  if (quotes.length === 0) {
    return (
      <EmptyState icon={IconReceiptYuan} title={t('quotes.none')}>
        {t('quotes.noneHint')}
      </EmptyState>
    );
  }
  return (
    <section className={classes.rows} aria-label={t('quotes.kept')}>
      <div className={classes.rowsHead}>
        <span>{t('quotes.kept')}</span>
        <button type="button" className="yd-link" onClick={dropAllQuotes}>
          {t('quotes.clear')}
        </button>
      </div>
      <div className={classes.cards}>
        {quotes.map((quote) => (
          <Row
            key={quote.id}
            kept={quote}
            length={share(quote, quotes)}
            account={accounts.find(({ id }) => id === quote.account)}
          />
        ))}
      </div>
    </section>
  );
}

function Row({ kept, length, account }: { kept: KeptQuote; length: number | null; account: Account | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [{ by }] = usePriceView();
  // The wizard goes on with a draft, so that one can come back to it too.
  const create = useMutation({
    mutationFn: async () => {
      const draft = {
        id: crypto.randomUUID(),
        cloud: kept.cloud,
        account: kept.account,
        region: kept.region,
        params: kept.params,
        title: [kept.title, kept.detail].filter((part) => part !== '').join(' · '),
        savedAt: new Date().toISOString(),
      };
      await unwrap(commands.saveDraft(draft));
      await client.invalidateQueries({ queryKey: keys.drafts.all });
      await navigate({ to: '/create', search: { draft: draft.id } });
    },
  });
  return (
    <article className={classes.card} data-testid="quote-row" data-cloud={kept.cloud}>
      <header className={classes.cardHead}>
        <CloudBadge cloud={kept.cloud} label={account?.label ?? ''} sandbox={account?.sandbox ?? false} />
        <Tooltip label={t('common.remove')}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('quotes.remove', { title: kept.title })}
            onClick={() => dropQuote(kept.id)}
          >
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      </header>
      <h3 className={classes.cardTitle}>{kept.title}</h3>
      <p className={classes.cardDetail}>{kept.detail}</p>
      <p className={classes.cardDetail}>
        {kept.facts.map(({ label, value }) => (
          <span key={label.en} title={words(label)}>
            {words(value)}
          </span>
        ))}
      </p>
      {length !== null && (
        <div className={classes.bar} aria-hidden>
          <div style={{ width: `${Math.max(length * 100, 1)}%` }} />
        </div>
      )}
      <QuoteView quote={kept.quote} monthly={by === 'month'} />
      {create.error && <ErrorNotice error={create.error} compact />}
      <Button
        variant="default"
        disabled={!account}
        loading={create.isPending}
        data-testid="quote-create"
        onClick={() => create.mutate()}
      >
        {t('quotes.create')}
      </Button>
    </article>
  );
}
