import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { i18next } from '../../i18n/i18n';
import type { CloudView } from '../../ipc/bindings';
import { cloudSpec } from '../../testing/catalogue';
import { renderPiece } from '../../testing/render';
import { RegionsInput } from './RegionsInput';

afterEach(async () => {
  cleanup();
  await i18next.changeLanguage('zh-CN');
});

function viewOf(id: string): CloudView {
  const { regions } = cloudSpec(id) as { regions: { zones?: string[] }[] };
  return { id, regions: regions.map((region) => ({ zones: [], ...region })) } as unknown as CloudView;
}

function Field({ cloud }: { cloud: string }) {
  const [value, setValue] = useState<string[]>([]);
  return (
    <>
      <RegionsInput cloud={viewOf(cloud)} value={value} onChange={setValue} />
      <output>{value.join(' ')}</output>
      <button type="button">elsewhere</button>
    </>
  );
}

test.each([
  ['tencent', '广州', 'ap-guangzhou'],
  ['tencent', 'Hong Kong', 'ap-hongkong'],
  ['kingsoft', '北京', 'cn-beijing-6'],
  ['jdcloud', '广州', 'cn-south-1'],
  ['ucloudstack', '默认地域', 'cn'],
])(
  '%s: %s typed and left, or entered, is the region of that name',
  async (cloud, text, id) => {
    for (const way of ['{Enter}', '{Tab}']) {
      renderPiece(<Field cloud={cloud} />);
      const user = userEvent.setup();
      await user.type(screen.getByTestId('account-regions'), `${text}${way}`);
      expect(screen.getByRole('status')).toHaveTextContent(new RegExp(`^${id}$`));
      cleanup();
    }
  },
  30_000,
);

test.each([
  ['zh-CN', '没有叫“月球”的地域。从列表里选，或输入地域 ID，如 ap-guangzhou。'],
  ['en', 'No region called “月球”. Choose from the list or enter a region ID such as ap-guangzhou.'],
])(
  'in %s, what names no region is said at the field, and stays there to be mended',
  async (language, words) => {
    await i18next.changeLanguage(language);
    renderPiece(<Field cloud="tencent" />);
    const user = userEvent.setup();
    await user.type(screen.getByTestId('account-regions'), '月球{Enter}');
    expect(screen.getByText(words)).toBeVisible();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    expect(screen.getByTestId('account-regions')).toHaveValue('月球');
    await user.clear(screen.getByTestId('account-regions'));
    await user.type(screen.getByTestId('account-regions'), '北京{Enter}');
    expect(screen.queryByText(words)).toBeNull();
    expect(screen.getByRole('status')).toHaveTextContent('ap-beijing');
  },
  30_000,
);
