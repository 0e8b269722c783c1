import { Tooltip } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './HelpLink.module.css';
import type { HelpTopic } from './topics';

type Props = {
  topic: HelpTopic;
  /** Whose account the topic tells about. */
  cloud?: string;
  /** Words behind the question mark. Without them, it stands beside what it explains. */
  children?: ReactNode;
};

/** The small question mark beside what needs explaining: leads to its topic of the help. */
export function HelpLink({ topic, cloud, children }: Props) {
  const { t } = useTranslation();
  const label = t('help.open', { topic: t(`help.topic.${topic}`) });
  return (
    <Tooltip label={label}>
      <Link
        to="/help"
        search={cloud === undefined ? { topic } : { topic, cloud }}
        className={classes.link}
        aria-label={children === undefined ? label : undefined}
        data-words={children === undefined ? undefined : true}
        data-testid="help-link"
        data-topic={topic}
      >
        <IconHelpCircle size={15} stroke={1.7} aria-hidden />
        {children}
      </Link>
    </Tooltip>
  );
}
