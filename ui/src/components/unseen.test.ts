import { expect, test } from 'vitest';
import { visible, visibleJson } from './unseen';

test('visible shows letters that nobody sees by their numbers, and leaves the others', () => {
  expect(visible('ab\u202ecd\u200b\u{e0041}')).toBe('ab⟨U+202E⟩cd⟨U+200B⟩⟨U+E0041⟩');
  for (const plain of ['web-1', '网站 一', 'a\nb', 'עברית', '🚀']) expect(visible(plain)).toBe(plain);
});

test('visibleJson escapes them, and says the same', () => {
  const record = { name: 'we\u202eb', tag: '\u{e0041}', plain: '网站' };
  const text = visibleJson(record);
  expect(text).toContain('we\\u202eb');
  expect(text).not.toContain('\u202e');
  expect(JSON.parse(text)).toEqual(record);
});
