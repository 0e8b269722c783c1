import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { install, uninstall } from './fake/install';
import { instances } from './fake/instances';

beforeEach(() => {
  localStorage.clear();
  install();
});
afterEach(() => {
  cleanup();
  uninstall();
});

async function open() {
  window.location.hash = '/instances';
  render(<App />);
  await screen.findAllByTestId('instance-row');
  return { user: userEvent.setup(), search: screen.getByTestId('instance-search') };
}
const rows = () => screen.getAllByTestId('instance-row');
const chips = () => [...document.querySelectorAll<HTMLElement>('[data-chips] > button')];

describe('the instances, by keyboard', () => {
  test('arrow down leads from the search into the table, and the filters are one stop of Tab', async () => {
    const { user, search } = await open();
    await user.click(search);
    await user.tab();
    expect(chips()[0]).toHaveFocus();
    await user.keyboard('{ArrowRight}{ArrowRight}{End}');
    expect(chips().at(-1)).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(chips().at(-2)).toHaveFocus();
    await user.tab();
    expect(screen.getByRole('grid')).toHaveFocus();
    await user.tab({ shift: true });
    expect(chips().at(-2)).toHaveFocus();
    await user.click(search);
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('grid')).toHaveFocus();
    expect(rows()[0]).toHaveAttribute('data-active');
  });

  test('Enter in the search opens the one that is found, also while it is still being looked for, and none of several', async () => {
    const { user, search } = await open();
    await user.type(search, `${instances[7]?.key.id}{Enter}`);
    const panel = await screen.findByTestId('details-panel');
    await waitFor(() => expect(panel).toHaveTextContent(instances[7]?.name ?? '?'));
    await user.keyboard('{Escape}');
    await user.clear(search);
    await user.type(search, 'e{Enter}');
    await waitFor(() => expect(rows().length).toBeGreaterThan(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(screen.queryByTestId('details-panel')).toBeNull();
  });
});

describe('the instances, filtered', () => {
  test('by region, and what there is to filter by stays when the search finds nothing', async () => {
    const { user, search } = await open();
    const before = chips().map((chip) => chip.textContent?.replace(/\d/g, ''));
    fireEvent.change(search, { target: { value: 'nothing is called so' } });
    await screen.findByText('没有符合条件的实例');
    expect(chips().map((chip) => chip.textContent?.replace(/\d/g, ''))).toEqual(before);
    fireEvent.change(search, { target: { value: '' } });
    await user.click(screen.getByTestId('filter-region'));
    const region = within(await screen.findByTestId('filter-kind-regions')).getByTitle('ap-guangzhou');
    await user.click(region.closest('label') as HTMLElement);
    await waitFor(() => {
      const shown = screen.getByTestId('instance-count').textContent;
      expect(shown).toContain(String(instances.filter(({ key }) => key.region === 'ap-guangzhou').length));
    });
  });

  test('by zone, which goes by its name, with the id in its hint', async () => {
    const { user } = await open();
    await user.click(screen.getByTestId('filter-more'));
    const zones = within(await screen.findByTestId('filter-kind-zones'));
    expect(zones.getByTitle('ap-guangzhou-1')).toHaveTextContent('广州 1 区');
    expect(zones.queryByText(/^ap-/)).toBeNull();
  });

  test('by tag, in the menu and in the search; tags are a column', async () => {
    const { user, search } = await open();
    expect(screen.getByRole('columnheader', { name: '标签' })).toBeVisible();
    fireEvent.change(search, { target: { value: 'env=dev' } });
    const tagged = instances.filter(({ tags }) => tags.includes('env=dev')).length;
    await waitFor(() => expect(screen.getByTestId('instance-count')).toHaveTextContent(`${tagged} /`));
    fireEvent.change(search, { target: { value: '' } });
    await user.click(screen.getByTestId('filter-more'));
    await user.click(within(await screen.findByTestId('filter-kind-tags')).getByText('env=dev'));
    await waitFor(() => expect(screen.getByTestId('instance-count')).toHaveTextContent(`${tagged} /`));
  });
});

describe('what is marked', () => {
  const boxOf = (id: string) =>
    within(document.querySelector(`[data-instance-id="${id}"]`) as HTMLElement).getByRole('checkbox');

  test('is renewed together: one review with what each costs and until when it is paid, the sum, and what is left out', async () => {
    const { user } = await open();
    const shown = rows().map(({ dataset }) => dataset.instanceId);
    const own = instances.filter(({ key, cloud }) => shown.includes(key.id) && cloud === 'tencent');
    const prepaid = own.filter(({ billing }) => billing.kind === 'prepaid').slice(0, 2);
    const other = own.find(({ billing }) => billing.kind === 'postpaid');
    if (prepaid.length < 2 || !other) throw new Error('too few instances to choose from');
    for (const { key } of [...prepaid, other]) await user.click(boxOf(key.id));
    await user.click(await screen.findByTestId('action-renew'));
    await user.click(await screen.findByText('3 个月'));
    const dialog = await screen.findByRole('dialog', { name: /续费实例 2 台/ });
    expect(within(dialog).getAllByTestId('plan-paid')).toHaveLength(2);
    expect(within(dialog).getAllByTestId('plan-price')).toHaveLength(2);
    expect(within(dialog).getByTestId('plans-sum')).toHaveTextContent('合计');
    expect(within(dialog).getByTestId('renew-left')).toHaveTextContent(`${other.name} · 不是包年包月`);
    expect(within(dialog).getByTestId('confirm-apply')).toHaveTextContent(/^续费实例 2 台，[¥¤]/);
  });

  test('and is not prepaid cannot be renewed, and that is said instead of a price', async () => {
    const { user } = await open();
    const shown = rows().map(({ dataset }) => dataset.instanceId);
    const hourly = instances.find(
      ({ key, cloud, billing }) => shown.includes(key.id) && cloud === 'tencent' && billing.kind === 'postpaid',
    );
    await user.click(boxOf(hourly?.key.id ?? ''));
    await user.click(await screen.findByTestId('action-renew'));
    expect(await screen.findByText('选中的都不是包年包月，不用续费')).toBeInTheDocument();
    expect(screen.queryByTestId('renew-months')).toBeNull();
  });
});

describe('the details', () => {
  test('offer what else the cloud can do with it, filled in with it', async () => {
    const { user } = await open();
    const shown = rows().map(({ dataset }) => dataset.instanceId);
    const one = instances.find(({ key, cloud }) => shown.includes(key.id) && cloud === 'tencent');
    await user.click(document.querySelector(`[data-instance-id="${one?.key.id}"]`) as HTMLElement);
    await user.click(await within(await screen.findByTestId('details-panel')).findByTestId('action-more'));
    const offered = (await screen.findAllByTestId('act-item')).map(({ dataset }) => dataset.operation);
    for (const operation of [
      'RenewInstances',
      'ResetInstancesType',
      'ResetInstancesPassword',
      'ModifyInstancesRenewFlag',
      'StopInstances',
    ])
      expect(offered).toContain(operation);
    // What a button does is there where more can be set than that does.
    expect(document.querySelector('[data-operation="StopInstances"]')).toHaveTextContent('设置选项');
    expect(offered).not.toContain('StartInstances');
    await user.click(
      document.querySelector('[data-testid="act-item"][data-operation="RenewInstances"]') as HTMLElement,
    );
    expect(await screen.findByTestId('act-dialog')).toHaveAttribute('data-operation', 'RenewInstances');
    expect(screen.getByTestId('act-subject')).toHaveAttribute('title', one?.key.id);
  });
});

describe('the menu of a row', () => {
  test('has the acts of the details and copies, in both languages; of what is marked, for all of them', async () => {
    const { user } = await open();
    await user.click(screen.getByTestId('language-toggle'));
    await screen.findByRole('heading', { level: 1, name: 'Instances' });
    fireEvent.contextMenu(rows()[0] as HTMLElement, { clientX: 20, clientY: 20 });
    const menu = await screen.findByTestId('instance-menu');
    await waitFor(() => expect(within(menu).getByTestId('menu-copy-private')).toHaveTextContent('Copy'));
    for (const id of ['start', 'stop', 'reboot', 'terminate', 'again', 'copy-id', 'copy-name'])
      expect(within(menu).getByTestId(`menu-${id}`), id).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await user.click(screen.getByTestId('language-toggle'));
    await screen.findByRole('heading', { level: 1, name: '实例' });
    const running = rows().filter(({ dataset }) => dataset.state === 'running');
    for (const row of running.slice(0, 2)) await user.click(within(row).getByRole('checkbox'));
    fireEvent.contextMenu(running[1] as HTMLElement, { clientX: 20, clientY: 20 });
    await user.click(await screen.findByTestId('menu-stop'));
    expect(await screen.findByRole('dialog', { name: /2 台/ })).toBeVisible();
  });
});
