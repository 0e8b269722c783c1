import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { install, uninstall } from '../../dev/fake/install';
import { i18next } from '../i18n/i18n';
import type { Account } from '../ipc/bindings';
import { renderPiece } from '../testing/render';
import { RegionSelect } from './RegionSelect';

beforeEach(() => install());
afterEach(async () => {
  cleanup();
  uninstall();
  await i18next.changeLanguage('zh-CN');
});

function Field({ cloud, first }: { cloud: string; first: string }) {
  const [region, setRegion] = useState(first);
  const account = { id: 'a', cloud, regions: [first], label: 'a' } as unknown as Account;
  return (
    <>
      <RegionSelect account={account} value={region} onChange={setRegion} others />
      <output>{region}</output>
      <button type="button">elsewhere</button>
    </>
  );
}

async function typed(text: string) {
  const user = userEvent.setup();
  const field = screen.getByTestId('region-select');
  await user.click(field);
  await user.clear(field);
  await user.type(field, text);
  return user;
}

test.each([
  ['zh-CN', 'tencent', 'ap-guangzhou', '上海', 'ap-shanghai'],
  ['zh-CN', 'tencent', 'ap-guangzhou', 'Shanghai', 'ap-shanghai'],
  ['en', 'tencent', 'ap-guangzhou', '北京', 'ap-beijing'],
  ['en', 'kingsoft', 'cn-beijing-6', '上海', 'cn-shanghai-2'],
  ['en', 'jdcloud', 'cn-north-1', '华东', 'cn-east-2'],
])(
  'in %s on %s, %s is left for %s',
  async (language, cloud, first, text, id) => {
    await i18next.changeLanguage(language);
    for (const way of ['{Enter}', '{Tab}']) {
      renderPiece(<Field cloud={cloud} first={first} />);
      await screen.findByDisplayValue(/ (ap|cn)-/);
      const user = await typed(text);
      await user.keyboard(way);
      expect(screen.getByRole('status'), way).toHaveTextContent(new RegExp(`^${id}$`));
      cleanup();
    }
  },
  30_000,
);

test('what names no region is said, and chooses none', async () => {
  renderPiece(<Field cloud="tencent" first="ap-guangzhou" />);
  await screen.findByDisplayValue(/ (ap|cn)-/);
  const user = await typed('月球');
  expect(screen.getByText(/没有叫“月球”的地域/)).toBeInTheDocument();
  await user.keyboard('{Enter}{Tab}');
  expect(screen.getByRole('status')).toHaveTextContent('ap-guangzhou');
});
