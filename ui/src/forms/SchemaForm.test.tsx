import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wizardParts } from '../features/create-instance/steps';
import { CREATE, operationForm, operationOf, problemsOf } from '../testing/catalogue';
import { renderPiece } from '../testing/render';
import { type FormScope, FormScopeContext } from './FormScope';
import { type Params, prunedParams } from './params';
import { picked } from './prepare';
import { SchemaForm } from './SchemaForm';
import { properties, type Schema } from './schema';
import { useFormParts } from './useFormParts';

const CLOUDS = Object.keys(CREATE);

/** What an empty form has no room for yet: `conditions.test.ts` has when it has. */
const ONLY_UNDER_A_CONDITION = [
  'PurchaseTime',
  'SpotStrategy',
  'SpotPriceLimit',
  'AutoDeleteEip',
  'InstanceMarketOptions',
];

beforeEach(() =>
  mockIPC((command) => {
    switch (command) {
      case 'choices':
        return { items: [], failure: null };
      case 'clouds':
      case 'images':
      case 'instance_types':
        return [];
      default:
        throw new Error(command);
    }
  }),
);
afterEach(() => clearMocks());

type PieceProps = { cloud: string; fields: string[]; initial?: Params; onChange?: (params: Params) => void };

function Piece({ cloud, fields, initial = {}, onChange }: PieceProps) {
  const [params, setParams] = useState(initial);
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  const [fixed] = useState(form);
  const { prepared, chosen } = useFormParts(fixed, params, 'acc', 'region');
  const scope: FormScope = {
    cloud,
    account: 'acc',
    region: 'region',
    problems: problemsOf(cloud, fixed.operation, params),
    strict: true,
    chosen,
    everything: true,
    newer: true,
    room: 'page',
    onClear: () => undefined,
  };
  return (
    <FormScopeContext value={scope}>
      <SchemaForm
        schema={picked(prepared, fields)}
        params={params}
        onChange={(next) => {
          setParams(next);
          onChange?.(next);
        }}
      />
    </FormScopeContext>
  );
}

const partsOf = (cloud: string) => wizardParts(operationForm(cloud, CREATE[cloud] ?? '').steps);

describe.each(CLOUDS)('the form of %s', (cloud) => {
  test('its example is accepted', () => {
    const { example } = operationOf(cloud, CREATE[cloud] ?? '');
    expect(problemsOf(cloud, CREATE[cloud] ?? '', example)).toEqual([]);
  });

  test('every parameter stands in exactly one step', () => {
    const form = operationForm(cloud, CREATE[cloud] ?? '');
    const fields = partsOf(cloud).flatMap((part) => part.fields);
    const names = properties(form.schema as Schema).flatMap(([name, member]) =>
      fields.includes(name) ? [name] : properties(member).map(([part]) => `${name}/${part}`),
    );
    expect([...fields].sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(15);
  });

  test.each(partsOf(cloud).filter((part) => part.fields.length > 0))(
    'step $id shows all its fields, labelled',
    async ({ fields }) => {
      // Nothing may be said to the console: React and RJSF say there what they could not make sense of.
      const said = vi.spyOn(console, 'error');
      const warned = vi.spyOn(console, 'warn');
      const { container } = renderPiece(<Piece cloud={cloud} fields={fields} />);
      const shown = [...container.querySelectorAll('[data-field]')].map((node) => node.getAttribute('data-field'));
      for (const field of fields) {
        const found = shown.some((path) => path === field || path?.startsWith(`${field}/`));
        expect(found, field).toBe(!ONLY_UNDER_A_CONDITION.includes(field));
      }
      const { violations } = await axe.run(container, {
        rules: { 'color-contrast': { enabled: false }, 'scrollable-region-focusable': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(said.mock.calls.concat(warned.mock.calls)).toEqual([]);
    },
    20_000,
  );
});

const field = (path: string) => {
  const node = document.querySelector(`[data-field="${path}"]`);
  if (!(node instanceof HTMLElement)) throw new Error(`no field ${path}`);
  return within(node);
};

describe('filling in', () => {
  test('a nested structure that is spread over steps keeps what other steps put there', async () => {
    let last: Params = {};
    renderPiece(
      <Piece
        cloud="jdcloud"
        fields={['instanceSpec/name']}
        initial={{ instanceSpec: { imageId: 'img-1', password: 'Abc12345' }, maxCount: 2 }}
        onChange={(params) => (last = params)}
      />,
    );
    await userEvent.type(field('instanceSpec/name').getByRole('textbox'), 'web');
    expect(last).toEqual({ instanceSpec: { imageId: 'img-1', password: 'Abc12345', name: 'web' }, maxCount: 2 });
  });

  test('a bid is asked for with spot instances, and its default is shown, not given', async () => {
    let last: Params | undefined;
    renderPiece(
      <Piece
        cloud="kingsoft"
        fields={['ChargeType', 'SpotStrategy', 'SpotPriceLimit']}
        initial={{ ChargeType: 'Spot' }}
        onChange={(params) => (last = params)}
      />,
    );
    const user = userEvent.setup();
    expect(field('SpotStrategy').getByRole('radio', { name: '跟随市场价格' })).toBeChecked();
    expect(document.querySelector('[data-field="SpotPriceLimit"]')).toBeNull();
    expect(last).toBeUndefined();
    await user.click(field('SpotStrategy').getByText('设置上限价格'));
    await waitFor(() => expect(last).toEqual({ ChargeType: 'Spot', SpotStrategy: 'SpotWithPriceLimit' }));
    const limit = field('SpotPriceLimit').getByRole('textbox');
    await user.type(limit, '0.05');
    await waitFor(() => expect(last).toMatchObject({ SpotPriceLimit: 0.05 }));
    expect(limit).toHaveValue('0.05 元/小时');
    await user.clear(limit);
    await waitFor(() => expect(last?.SpotPriceLimit).toBeUndefined());
    expect(limit).toHaveValue('');
  });

  test('a list grows with what one begins with and shrinks', async () => {
    let last: Params = {};
    renderPiece(<Piece cloud="tencent" fields={['DataDisks']} onChange={(params) => (last = params)} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: '添加数据盘' }));
    await user.click(screen.getByRole('button', { name: '添加数据盘' }));
    const fresh = { DiskSize: 50, DiskType: 'CLOUD_PREMIUM', DeleteWithInstance: true };
    expect(last).toMatchObject({ DataDisks: [fresh, fresh] });
    const second = field('DataDisks/1/DiskSize').getByRole('textbox');
    await user.clear(second);
    await user.type(second, '100');
    await user.click(screen.getByRole('button', { name: '移除第 1 项数据盘' }));
    expect(last.DataDisks).toHaveLength(1);
    expect(last).toMatchObject({ DataDisks: [{ DiskSize: 100, DeleteWithInstance: true }] });
    expect(field('DataDisks/0/DiskSize').getByRole('textbox')).toHaveValue('100 GiB');
    expect(document.body).toHaveTextContent('销毁实例时一起删除');
    await user.click(field('DataDisks/0/DeleteWithInstance').getByRole('switch'));
    expect(document.body).toHaveTextContent('销毁实例后保留，并继续计费');
  });

  test('a number that is cleared stays cleared, and what is wrong with another is said in words', async () => {
    let last: Params = { InstanceCount: 1 };
    renderPiece(
      <Piece
        cloud="tencent"
        fields={['InstanceCount', 'HostName']}
        initial={last}
        onChange={(next) => (last = next)}
      />,
    );
    const user = userEvent.setup();
    const count = field('InstanceCount').getByRole('textbox');
    await user.clear(count);
    expect(prunedParams(last)).toEqual({});
    await user.type(count, '501');
    expect(field('InstanceCount').getByRole('alert')).toHaveTextContent('不能大于 500');
    await user.type(field('HostName').getByRole('textbox'), '-a');
    expect(field('HostName').getByRole('alert')).toHaveTextContent('字母、数字、点号和短横线');
  });

  test('the rules of a password turn as it is typed', async () => {
    const { container } = renderPiece(<Piece cloud="ucloudstack" fields={['Password']} />);
    const input = container.querySelector('input[type="password"]');
    if (!input) throw new Error('no password field');
    await userEvent.type(input, 'abcdef');
    const met = () => [...container.querySelectorAll('[data-met]')].map((rule) => rule.getAttribute('data-met'));
    expect(met()).toEqual(['true', 'false']);
    await userEvent.type(input, '1');
    expect(met()).toEqual(['true', 'true']);
  });

  test('memory is filled in by the GiB, and sent in the unit of the wire', async () => {
    let last: Params = {};
    renderPiece(<Piece cloud="ucloudstack" fields={['Memory']} onChange={(params) => (last = params)} />);
    const memory = field('Memory').getByRole('textbox');
    await userEvent.type(memory, '6');
    expect(last).toEqual({ Memory: 6144 });
    expect(memory).toHaveValue('6 GiB');
  });

  test('by the hour no duration is asked for, though a default stands there', () => {
    renderPiece(
      <Piece
        cloud="ucloudstack"
        fields={['ChargeType', 'Quantity']}
        initial={{ ChargeType: 'Dynamic', Quantity: 1 }}
      />,
    );
    expect(document.querySelector('[data-field="ChargeType"]')).not.toBeNull();
    expect(document.querySelector('[data-field="Quantity"]')).toBeNull();
  });

  test('a public address is a switch once there is bandwidth, and on by default', async () => {
    let last: Params = {};
    renderPiece(<Piece cloud="tencent" fields={['InternetAccessible']} onChange={(params) => (last = params)} />);
    expect(document.querySelector('[data-field="InternetAccessible/PublicIpAssigned"]')).toBeNull();
    await userEvent.type(field('InternetAccessible/InternetMaxBandwidthOut').getByRole('textbox'), '5');
    const address = field('InternetAccessible/PublicIpAssigned').getByRole('switch');
    expect(address).toBeChecked();
    await userEvent.click(address);
    expect(last).toMatchObject({ InternetAccessible: { PublicIpAssigned: false } });
  });

  test('a duration is in months or years, as the billing mode has it', async () => {
    const initial = { ChargeType: 'Month', Quantity: 2 };
    const { container } = renderPiece(
      <Piece cloud="ucloudstack" fields={['ChargeType', 'Quantity']} initial={initial} />,
    );
    const duration = container.querySelector<HTMLInputElement>('[id="param/Quantity"]');
    expect(duration?.value).toBe('2 个月');
    await userEvent.click(screen.getByText('包年'));
    await waitFor(() => expect(duration?.value).toBe('2 年'));
    await userEvent.click(screen.getByText('按小时，先付'));
    await waitFor(() => expect(container.querySelector('[id="param/Quantity"]')).toBeNull());
  });

  test('an optional choice can be taken back', async () => {
    let last: Params = {};
    renderPiece(<Piece cloud="ucloudstack" fields={['GPU', 'CPU']} onChange={(params) => (last = params)} />);
    const user = userEvent.setup();
    await user.click(field('CPU').getByRole('button', { name: '8' }));
    await user.click(field('GPU').getByRole('combobox'));
    await user.click(await screen.findByRole('option', { name: '2 GPU' }));
    expect(last).toEqual({ CPU: 8, GPU: 2 });
    await user.click(field('GPU').getByRole('combobox'));
    await user.click(await screen.findByRole('option', { name: '2 GPU' }));
    await waitFor(() => expect(prunedParams(last)).toEqual({ CPU: 8 }));
  });
});
