import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { install, uninstall } from './fake/install';

beforeEach(() => install());
afterEach(() => {
  cleanup();
  uninstall();
});

const ids = () => screen.getAllByTestId('share-row').map((row) => row.dataset.accountId);

describe('sharing an image', () => {
  test('with several pasted ids, read back, and undone in a click', async () => {
    window.location.hash = '/images?account=acc-tencent&region=ap-guangzhou';
    render(<App />);
    const user = userEvent.setup();
    const [open] = await screen.findAllByTestId('image-share-open', {}, { timeout: 8000 });
    await user.click(open as HTMLElement);
    const panel = await screen.findByTestId('share-panel');
    await waitFor(() => expect(ids()).toHaveLength(2));
    expect(within(panel).getByTestId('share-left')).toHaveTextContent('还可共享 48 个');
    const input = within(panel).getByTestId('share-input');
    await user.click(input);
    await user.paste('100002223334, 100005556667\n100002223334');
    await user.keyboard('{Enter}');
    await user.click(within(panel).getByTestId('share-add'));
    await waitFor(() => expect(screen.getByTestId('share-outcome')).toHaveAttribute('data-phase', 'done'), {
      timeout: 8000,
    });
    await waitFor(() => expect(ids()).toContain('100005556667'));
    expect(ids()).toHaveLength(4);

    await user.click(screen.getByTestId('share-undo'));
    await waitFor(() => expect(ids()).toHaveLength(2), { timeout: 8000 });
    await waitFor(() => expect(screen.getByTestId('share-outcome')).toHaveAttribute('data-phase', 'done'), {
      timeout: 8000,
    });
  }, 40_000);

  test('is said not to exist where the cloud has none', async () => {
    window.location.hash = '/images?account=acc-ucs&region=cn';
    render(<App />);
    const user = userEvent.setup();
    const [row] = await screen.findAllByTestId('image-row', {}, { timeout: 8000 });
    await user.click(row as HTMLElement);
    expect(await screen.findByTestId('share-unsupported')).toHaveTextContent('没有共享镜像');
    expect(screen.queryByTestId('share-panel')).toBeNull();
  }, 20_000);

  test('is refused with the reason for an image that cannot be shared', async () => {
    window.location.hash = '/images?account=acc-jd&region=cn-north-1';
    render(<App />);
    const user = userEvent.setup();
    const rows = await screen.findAllByTestId('image-row', {}, { timeout: 8000 });
    await user.click(rows.at(-1) as HTMLElement);
    expect(await screen.findByTestId('share-obstacles')).toHaveTextContent('整机镜像不能共享');
    expect(screen.queryByTestId('share-input')).toBeNull();
  }, 20_000);
});
