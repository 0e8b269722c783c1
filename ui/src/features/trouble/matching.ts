import type { KeptLine } from '../../ipc/bindings';

/** The lines in which all of these words occur. */
export function matching(lines: KeptLine[], search: string): KeptLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return lines;
  return lines.filter((line) => {
    const { title, operation, subject, accountLabel, cloud, region, requestId, resources } = line;
    const text = [title?.zh, title?.en, operation, subject, accountLabel, cloud, region, requestId, ...resources]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
