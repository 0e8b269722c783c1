import { afterEach, expect, test } from 'vitest';
import { i18next } from '../../i18n/i18n';
import { familyWords } from './typeFilter';

afterEach(() => i18next.changeLanguage('zh-CN'));

test.each([
  ['S1', '标准型S1', '标准型 S1', 'Standard S1'],
  ['IT5', '高IO型IT5', '高 IO 型 IT5', 'High I/O IT5'],
  ['g.n2', '通用型', '通用型 g.n2', 'General purpose g.n2'],
  ['X9', '量子型X9', '量子型 X9', '量子型 X9'],
  ['N3', null, 'N3', 'N3'],
])('the family %s is said once, in the language of the window', async (family, familyTitle, zh, en) => {
  expect(familyWords({ family, familyTitle }, i18next.t)).toBe(zh);
  await i18next.changeLanguage('en');
  expect(familyWords({ family, familyTitle }, i18next.t)).toBe(en);
});
