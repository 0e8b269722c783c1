/** What the help tells about, in the order it is listed. */
export const HELP_TOPICS = ['accounts', 'prices', 'unknown', 'sandbox', 'keyboard', 'diagnostics'] as const;

export type HelpTopic = (typeof HELP_TOPICS)[number];

/** The topic of an address; the first one when it names none. */
export function topicOf(id: string | undefined): HelpTopic {
  return HELP_TOPICS.find((topic) => topic === id) ?? HELP_TOPICS[0];
}
