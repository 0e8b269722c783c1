import { describe, expect, test } from 'vitest';
import { LANGUAGES, messages } from './i18n';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' });

type Messages = { [key: string]: string | Messages };

function flat(words: Messages, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

/** A key without the ending of its plural form: Chinese has one form, English two. */
const bare = (key: string) => key.replace(/_(one|other)$/, '');
const keysOf = (language: (typeof LANGUAGES)[number]) => new Set(flat(messages(language)).map(([key]) => bare(key)));
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');

/** The keys the sources ask for, and the beginnings of those they put together: `t(`state.${kind}`)`. */
function used(): { whole: Map<string, string>; begun: Map<string, string> } {
  const whole = new Map<string, string>();
  const begun = new Map<string, string>();
  for (const [path, source] of Object.entries(sources)) {
    if (path.includes('.test.')) continue;
    for (const [, key] of source.matchAll(/\bt\(\s*'([^']+)'/g)) if (key) whole.set(key, path);
    for (const [, key] of source.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)) if (key) begun.set(key, path);
    // The second arm of `t(condition ? 'a.b' : 'c.d')`.
    for (const [, first, second] of source.matchAll(/\bt\([^()'`]*\?\s*'([^']+)'\s*:\s*'([^']+)'/g)) {
      if (first) whole.set(first, path);
      if (second) whole.set(second, path);
    }
  }
  return { whole, begun };
}

describe('the words of the window', () => {
  test('are the same in number in both languages', () => {
    const [zh, en] = [keysOf('zh-CN'), keysOf('en')];
    expect(
      [...zh].filter((key) => !en.has(key)),
      'missing in English',
    ).toEqual([]);
    expect(
      [...en].filter((key) => !zh.has(key)),
      'missing in Chinese',
    ).toEqual([]);
  });

  test.each(LANGUAGES)('are never empty in %s', (language) => {
    const empty = flat(messages(language)).filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  test('have both plural forms in English, and the general one in Chinese', () => {
    const english = new Set(flat(messages('en')).map(([key]) => key));
    const other = (key: string) =>
      key.endsWith('_one') ? key.replace(/_one$/, '_other') : key.replace(/_other$/, '_one');
    expect([...english].filter((key) => /_(one|other)$/.test(key) && !english.has(other(key)))).toEqual([]);
    expect(flat(messages('zh-CN')).filter(([key]) => key.endsWith('_one'))).toEqual([]);
  });

  test('fill in the same values in both languages', () => {
    const english = new Map(flat(messages('en')));
    const differing = flat(messages('zh-CN')).filter(
      ([key, text]) =>
        placeholders(text).sort().join() !==
        placeholders(english.get(key) ?? '')
          .sort()
          .join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('exist wherever the pages ask for them', () => {
    const known = keysOf('zh-CN');
    const { whole, begun } = used();
    expect(whole.size, 'the sources were found').toBeGreaterThan(100);
    expect([...whole].filter(([key]) => !known.has(key))).toEqual([]);
    const groups = [...known];
    expect([...begun].filter(([key]) => !groups.some((one) => one.startsWith(key)))).toEqual([]);
  });

  test('are all asked for by some page', () => {
    const { whole, begun } = used();
    const text = Object.entries(sources)
      .filter(([path]) => !path.includes('.test.'))
      .map(([, source]) => source)
      .join('\n');
    const idle = [...keysOf('zh-CN')].filter(
      (key) =>
        !whole.has(key) && ![...begun.keys()].some((prefix) => key.startsWith(prefix)) && !text.includes(`'${key}'`),
    );
    expect(idle).toEqual([]);
  });

  // What the program calls things inside of it, and what a person calls by another word here.
  test.each([
    ['en', /\b(scopes?|subjects?|payload|records?|endpoint reply)\b/i],
    ['zh-CN', /作用域|分享|读回|拉取|幂等键|回显/],
  ] as const)('in %s are those of people', (language, strange) => {
    const found = flat(messages(language)).filter(([, text]) => strange.test(text.replaceAll(/\{\{\w+\}\}/g, '')));
    expect(found).toEqual([]);
  });
});
