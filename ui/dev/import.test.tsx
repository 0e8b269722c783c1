import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { install, uninstall } from './fake/install';

beforeEach(() => install());
afterEach(() => {
  cleanup();
  uninstall();
});

/** What stands in the dialog for a file. */
const place = (path: string) =>
  within(screen.getAllByTestId('import-place').find((one) => one.dataset.path === path) as HTMLElement);

describe('importing accounts', () => {
  test('takes what is chosen, tells what became of it, and then offers to delete the file', async () => {
    window.location.hash = '/accounts?find=credentials';
    const { baseElement } = render(<App />);
    const user = userEvent.setup();
    await waitFor(() => expect(screen.getAllByTestId('import-place').length).toBe(6));
    const { violations } = await axe.run(baseElement, {
      // jsdom has no layout and no colours; a dialog's heading is Mantine's.
      rules: {
        'color-contrast': { enabled: false },
        'scrollable-region-focusable': { enabled: false },
        'landmark-no-duplicate-banner': { enabled: false },
        'landmark-unique': { enabled: false },
        region: { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

    expect(place('~/.jdc/config').getByTestId('import-delete')).toHaveAttribute('data-left', '2');
    expect(place('~/.ks/credentials').getByTestId('import-problem')).toHaveTextContent('第 3 行');
    expect(screen.getByTestId('import-accounts')).toHaveTextContent('导入 2 个账号');

    // What needs its address is not taken without it.
    await user.click(place('~/.ucloud/credential.json').getByTestId('import-pick'));
    expect(screen.getByTestId('import-accounts')).toBeDisabled();
    await user.type(place('~/.ucloud/credential.json').getByTestId('import-endpoint'), 'https://10.0.0.1');
    await user.click(screen.getByTestId('import-accounts'));
    await waitFor(() => expect(place('~/.jdc/config').getAllByText('已导入')).toHaveLength(2));
    expect(place('~/.ucloud/credential.json').getAllByText('已导入')).toHaveLength(1);

    await waitFor(() => expect(place('~/.jdc/config').getByTestId('import-delete')).toHaveAttribute('data-left', '0'));
    await waitFor(() => expect(place('~/.jdc/config').getByTestId('import-delete')).toBeEnabled());
    await user.click(place('~/.jdc/config').getByTestId('import-delete'));
    expect(await screen.findByText(/这不等于安全擦除/)).toBeInTheDocument();
    await user.click(screen.getByTestId('import-delete-confirm'));
    await waitFor(() => expect(screen.getAllByTestId('import-place').length).toBe(5));
  });
});
