import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { pasteText } from '../src/testing/paste';
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
    const [open] = await screen.findAllByTestId('image-share-open');
    await user.click(open as HTMLElement);
    const panel = await screen.findByTestId('share-panel');
    await waitFor(() => expect(ids()).toHaveLength(2));
    expect(within(panel).getByTestId('share-left')).toHaveTextContent('还可共享 48 个');
    const input = within(panel).getByTestId('share-input');
    await user.click(input);
    pasteText('100002223334, 100005556667\n100002223334');
    await user.keyboard('{Enter}');
    await user.click(within(panel).getByTestId('share-add'));
    const question = await screen.findByTestId('confirm-dialog');
    expect(question).toHaveTextContent('共享给100002223334, 100005556667');
    await user.click(within(question).getByTestId('confirm-apply'));
    await waitFor(() => expect(screen.getByTestId('share-outcome')).toHaveAttribute('data-phase', 'done'));
    await waitFor(() => expect(ids()).toContain('100005556667'));
    expect(ids()).toHaveLength(4);

    await user.click(screen.getByTestId('share-undo'));
    await waitFor(() => expect(ids()).toHaveLength(2));
    await waitFor(() => expect(screen.getByTestId('share-outcome')).toHaveAttribute('data-phase', 'done'));
  });

  test('is said not to exist where the cloud has none', async () => {
    window.location.hash = '/images?account=acc-ucs&region=cn';
    render(<App />);
    const user = userEvent.setup();
    const [row] = await screen.findAllByTestId('image-row');
    await user.click(row as HTMLElement);
    expect(await screen.findByTestId('share-unsupported')).toHaveTextContent('没有共享镜像');
    expect(screen.queryByTestId('share-panel')).toBeNull();
  });

  test('is refused with the reason for an image that cannot be shared', async () => {
    window.location.hash = '/images?account=acc-jd&region=cn-north-1';
    render(<App />);
    const user = userEvent.setup();
    const rows = await screen.findAllByTestId('image-row');
    await user.click(rows.at(-1) as HTMLElement);
    expect(await screen.findByTestId('share-obstacles')).toHaveTextContent('整机镜像不能共享');
    expect(screen.queryByTestId('share-input')).toBeNull();
  });
});

test('the owner of an image is left out of those it is shared with, and that is said', async () => {
  window.location.hash = '/images?account=acc-tencent&region=ap-guangzhou';
  render(<App />);
  const user = userEvent.setup();
  const [open] = await screen.findAllByTestId('image-share-open');
  await user.click(open as HTMLElement);
  const panel = await screen.findByTestId('share-panel');
  await user.click(await within(panel).findByTestId('share-input'));
  pasteText('100001234567, 100005556667');
  await user.keyboard('{Enter}');
  expect(within(panel).getByTestId('share-owner')).toHaveTextContent('100001234567 是镜像所有者');
  expect(within(panel).getByTestId('share-add')).toHaveTextContent('共享给 1 个账号');
});

test('an image in the making has its row at once, and what it may cost is said before', async () => {
  window.location.hash = '/images?account=acc-tencent&region=ap-guangzhou';
  render(<App />);
  const user = userEvent.setup();
  await user.click(await screen.findByTestId('image-create-open'));
  const [instance] = await screen.findAllByTestId('image-create-instance');
  await user.click(instance as HTMLElement);
  const name = screen.getByTestId<HTMLInputElement>('image-create-name');
  expect(name.value).toMatch(/^[\p{L}\p{N}_]+_\d{8}$/u);
  expect(await screen.findByTestId('image-create-terms')).toHaveTextContent('按它占用的快照容量计费');
  await user.clear(name);
  await user.type(name, 'golden_1');
  await user.click(screen.getByTestId('image-create-plan'));
  await user.click(await screen.findByTestId('confirm-apply'));
  expect(await screen.findByTestId('image-making')).toHaveTextContent('制作中golden_1');
});
