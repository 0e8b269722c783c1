import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { nounsOf } from '../src/testing/nouns';
import { install, uninstall } from './fake/install';

beforeEach(() => {
  localStorage.clear();
  install();
});
afterEach(() => {
  cleanup();
  uninstall();
});

async function open(noun: string) {
  window.location.hash = `/nouns/${noun}`;
  const { container } = render(<App />);
  await screen.findAllByTestId('noun-row');
  return { user: userEvent.setup(), container };
}
const rows = () => screen.getAllByTestId('noun-row');
const menuItems = () => screen.getAllByTestId('act-item').map((item) => item.dataset.operation);

describe('the page of every noun', () => {
  test.each(nounsOf().map(({ id, title }) => [id, title.zh]))(
    '%s is in the navigation, lists rows and has no flaw that axe can see',
    async (id, title) => {
      const { container } = await open(id);
      expect(screen.getByRole('heading', { level: 1, name: title })).toBeVisible();
      expect(await screen.findByTestId(`nav-noun-${id}`)).toHaveAttribute('data-status', 'active');
      const { violations } = await axe.run(container, {
        // jsdom has no layout and no colours.
        rules: { 'color-contrast': { enabled: false }, 'scrollable-region-focusable': { enabled: false } },
      });
      expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    },
    60_000,
  );
});

describe('a noun', () => {
  test('is searched, sorted from the column, and says when nothing fits', async () => {
    const { user } = await open('key_pair');
    const all = rows().length;
    await user.type(screen.getByTestId('noun-search'), 'pair-2');
    await waitFor(() => expect(rows().length).toBeLessThan(all));
    await user.type(screen.getByTestId('noun-search'), 'zzz');
    expect(await screen.findByText('没有符合条件的内容')).toBeVisible();
  });

  test('has all its acts in the menu of its row, found by the keyboard too', async () => {
    const { user } = await open('key_pair');
    const row = rows().find((one) => one.dataset.cloud === 'tencent') as HTMLElement;
    await user.pointer({ target: row, keys: '[MouseRight]' });
    await screen.findByTestId('row-acts');
    expect(menuItems()).toEqual(
      expect.arrayContaining(['AssociateInstancesKeyPairs', 'ModifyKeyPairAttribute', 'DeleteKeyPairs']),
    );
  });

  test('opens the form of an act with the thing given, and asks for the rest alone', async () => {
    const { user } = await open('key_pair');
    const row = rows().find((one) => one.dataset.cloud === 'tencent') as HTMLElement;
    await user.click(row);
    const panel = await screen.findByTestId('details-panel');
    await user.click(await within(panel).findByTestId('action-more'));
    const item = (await screen.findAllByTestId('act-item')).find(
      ({ dataset }) => dataset.operation === 'ModifyKeyPairAttribute',
    ) as HTMLElement;
    await user.click(item);
    const dialog = await screen.findByTestId('act-dialog');
    expect(within(dialog).getByTestId('act-subject')).toHaveAttribute('title', row.dataset.id);
    await waitFor(() => expect(dialog.querySelector('[data-field="KeyName"]')).not.toBeNull());
    expect(dialog.querySelector('[data-field="KeyId"]')).toBeNull();
  });

  test('of which an act needs nothing more is reviewed at once', async () => {
    const { user } = await open('key_pair');
    await user.click(rows().find((one) => one.dataset.cloud === 'tencent') as HTMLElement);
    const panel = await screen.findByTestId('details-panel');
    const remove = (await within(panel).findAllByTestId('act-button')).find(
      ({ dataset }) => dataset.operation === 'DeleteKeyPairs',
    ) as HTMLElement;
    await user.click(remove);
    expect(await screen.findByTestId('confirm-dialog')).toBeVisible();
    expect(screen.queryByTestId('act-dialog')).toBeNull();
  });

  test('is made from the page, by the cloud and the way that is chosen', async () => {
    const { user } = await open('key_pair');
    await user.click(screen.getByTestId('noun-create'));
    const creations = await screen.findAllByTestId('noun-creation');
    expect(creations.map(({ dataset }) => dataset.operation)).toEqual(
      expect.arrayContaining(['CreateKeyPair', 'ImportKeyPair']),
    );
    await user.click(creations[0] as HTMLElement);
    const dialog = await screen.findByTestId('act-dialog');
    expect(within(dialog).getByTestId('region-select')).toBeVisible();
  });
});
