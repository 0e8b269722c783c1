import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloudSpec } from '../../testing/catalogue';
import { renderPiece } from '../../testing/render';
import { type FormScope, FormScopeContext } from '../FormScope';
import { ChoiceListPicker } from './ChoiceListPicker';
import { ChoicePicker } from './ChoicePicker';

beforeEach(() =>
  mockIPC((command) => {
    const { regions } = cloudSpec('tencent') as { regions: object[] };
    // The list of the cloud cannot be read: what one types is all there is.
    if (command === 'choices') return { items: [], failure: null };
    return [{ id: 'tencent', regions: regions.map((region) => ({ zones: [], ...region })) }];
  }),
);
afterEach(() => {
  cleanup();
  clearMocks();
});

test.each([
  ['广州', 'ap-guangzhou'],
  ['Guangzhou', 'ap-guangzhou'],
  ['ap-new-1', 'ap-new-1'],
  ['月球', null],
])(
  'a region among the parameters typed as %s is %s',
  async (text, id) => {
    let picked: string[] = [];
    const scope = { cloud: 'tencent', account: 'acc', region: 'ap-beijing', chosen: {} } as unknown as FormScope;
    renderPiece(
      <FormScopeContext value={scope}>
        <ChoiceListPicker
          id="to"
          schema={{ type: 'array', items: { type: 'string', 'x-ref': 'region' } }}
          values={[]}
          onChange={(values) => {
            picked = values;
          }}
        />
      </FormScopeContext>,
    );
    const user = userEvent.setup();
    await user.type(screen.getByPlaceholderText('搜索，或直接输入 ID'), text);
    if (id === null) expect(await screen.findByText(/没有叫“月球”的地域/)).toBeInTheDocument();
    else await screen.findByText(`使用“${id}”`);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(picked).toEqual(id === null ? [] : [id]);
  },
  20_000,
);

test('only zones of the chosen instance type are offered, and how many are not is said', async () => {
  clearMocks();
  const zone = (id: string) => ({ id, label: id, detail: [], within: {}, unavailable: false });
  mockIPC((command) => (command === 'choices' ? { items: ['z-1', 'z-2', 'z-3'].map(zone), failure: null } : []));
  const scope = { cloud: 'tencent', account: 'acc', region: 'r', chosen: {}, zonesOfType: ['z-2'] };
  renderPiece(
    <FormScopeContext value={scope as unknown as FormScope}>
      <ChoicePicker id="zone" kind="zone" value="" required onChange={() => undefined} />
    </FormScopeContext>,
  );
  await userEvent.click(document.querySelector('[data-picker]') as HTMLElement);
  const offered = async () => (await screen.findAllByRole('option')).map(({ dataset }) => dataset.choiceId);
  expect(await offered()).toEqual(['z-2']);
  expect(screen.getByText('另有 2 项与已选的位置、网络或规格不符，未列出')).toBeInTheDocument();
});
