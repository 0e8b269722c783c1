import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../components/assertNever';
import { Page } from '../../components/Page';
import { AccountsTopic } from './AccountsTopic';
import { DiagnosticsTopic } from './DiagnosticsTopic';
import classes from './Help.module.css';
import { KeyboardTopic } from './KeyboardTopic';
import { PricesTopic } from './PricesTopic';
import { SandboxTopic } from './SandboxTopic';
import { HELP_TOPICS, type HelpTopic, topicOf } from './topics';
import { UnknownTopic } from './UnknownTopic';

/** What people who operate machines ask, a topic at a time. All of it is in the program: no network is needed. */
export function HelpPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/help' });
  const topic = topicOf(search.topic);
  const article = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another topic begins at its top
  useEffect(() => article.current?.scrollTo?.(0, 0), [topic]);

  return (
    <Page title={t('frame.pages.help')}>
      <div className={classes.help}>
        <nav className={classes.topics} aria-label={t('help.topics')}>
          {HELP_TOPICS.map((id) => (
            <Link
              key={id}
              to="/help"
              search={{ topic: id }}
              className={classes.topic}
              aria-current={id === topic ? 'page' : undefined}
              data-testid={`help-topic-${id}`}
            >
              {t(`help.topic.${id}`)}
            </Link>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <article ref={article} className={classes.article} data-testid="help-article" data-topic={topic} tabIndex={0}>
          <div className={classes.text}>
            <h2>{t(`help.topic.${topic}`)}</h2>
            <Content topic={topic} cloud={search.cloud} />
          </div>
        </article>
      </div>
    </Page>
  );
}

function Content({ topic, cloud }: { topic: HelpTopic; cloud: string | undefined }) {
  switch (topic) {
    case 'accounts':
      return <AccountsTopic cloud={cloud} />;
    case 'prices':
      return <PricesTopic />;
    case 'unknown':
      return <UnknownTopic />;
    case 'sandbox':
      return <SandboxTopic />;
    case 'keyboard':
      return <KeyboardTopic />;
    case 'diagnostics':
      return <DiagnosticsTopic />;
    default:
      return assertNever(topic);
  }
}
