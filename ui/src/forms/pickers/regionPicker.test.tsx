import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, screen, waitFor } from '@testing-library/react';
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

test('zones that the cloud names by id only go by their names, with the id beside', async () => {
  clearMocks();
  const zone = { id: 'cn-north-1b', label: 'cn-north-1b', detail: [], within: {}, unavailable: false };
  mockIPC((command) => (command === 'choices' ? { items: [zone], failure: null } : []));
  const scope = { cloud: 'jdcloud', account: 'acc', region: 'cn-north-1', chosen: {} };
  renderPiece(
    <FormScopeContext value={scope as unknown as FormScope}>
      <ChoicePicker id="zone" kind="zone" value="cn-north-1b" required onChange={() => undefined} />
    </FormScopeContext>,
  );
  const picker = document.querySelector('[data-picker]') as HTMLElement;
  await waitFor(() => expect(picker).toHaveTextContent('B 区cn-north-1b'));
});

test.each([
  ['instance_type', '已售罄'],
  ['zone', '本账号未开通'],
  ['subnet', '还没有就绪'],
])('of a %s that cannot be chosen it is said why', async (kind, why) => {
  clearMocks();
  const gone = { id: 'x-1', label: 'one', detail: [], within: {}, unavailable: true };
  mockIPC((command) => (command === 'choices' ? { items: [gone], failure: null } : []));
  const scope = { cloud: 'tencent', account: 'acc', region: 'r', chosen: {} };
  renderPiece(
    <FormScopeContext value={scope as unknown as FormScope}>
      <ChoicePicker id="x" kind={kind} value="" required onChange={() => undefined} />
    </FormScopeContext>,
  );
  await userEvent.click(document.querySelector('[data-picker]') as HTMLElement);
  expect(await screen.findByRole('option')).toHaveTextContent(why);
});

test('the last choice of a key pair is to make one', async () => {
  clearMocks();
  const operations = [{ cloud: 'tencent', name: 'CreateKeyPair', noun: 'key_pair', effect: 'mutate' }];
  mockIPC((command) =>
    command === 'choices' ? { items: [], failure: null } : command === 'operations' ? operations : [],
  );
  const scope = { cloud: 'tencent', account: 'acc', region: 'r', chosen: {} };
  renderPiece(
    <FormScopeContext value={scope as unknown as FormScope}>
      <ChoicePicker id="key" kind="key_pair" value="" required={false} onChange={() => undefined} />
    </FormScopeContext>,
  );
  await userEvent.click(document.querySelector('[data-picker]') as HTMLElement);
  await userEvent.click(await screen.findByTestId('key-pair-make'));
  expect(window.location.hash).toBe('#/explorer?cloud=tencent&operation=CreateKeyPair&account=acc&region=r');
});
