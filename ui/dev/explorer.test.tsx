import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../src/app/App';
import { commands } from '../src/ipc/bindings';
import { pasteText } from '../src/testing/paste';
import { install, uninstall } from './fake/install';

beforeEach(() => install());
afterEach(() => {
  cleanup();
  uninstall();
  vi.restoreAllMocks();
});

async function open(cloud: string, operation: string) {
  window.location.hash = `/explorer?cloud=${cloud}&operation=${operation}`;
  render(<App />);
  await waitFor(() => expect(screen.getByTestId('explorer-title')).toHaveAttribute('data-operation', operation));
  return userEvent.setup();
}

const replied = (status: string) =>
  waitFor(() => expect(screen.getByTestId('explorer-reply')).toHaveAttribute('data-status', status));

describe('the explorer', () => {
  test('finds an operation, sends it at once, and turns the pages of its list', async () => {
    window.location.hash = '/explorer';
    render(<App />);
    const user = userEvent.setup();
    const call = vi.spyOn(commands, 'callOperation');
    await user.type(await screen.findByTestId('explorer-search'), 'describeinstances');
    const [found] = await screen.findAllByTestId('explorer-operation');
    await user.click(found as HTMLElement);
    await screen.findByTestId('explorer-request');
    await user.click(screen.getByTestId('explorer-send'));
    await replied('200');
    expect(screen.getByText('web-prod-1')).toBeVisible();
    await user.click(screen.getByTestId('explorer-next-page'));
    await waitFor(() => expect(screen.getByText('web-prod-21')).toBeVisible());
    expect(call).toHaveBeenCalledTimes(2);
    await user.click(screen.getByRole('button', { name: '上一页' }));
    expect(screen.getByText('web-prod-1')).toBeVisible();
    expect(call).toHaveBeenCalledTimes(2);
    await user.click(screen.getByText('树'));
    expect(screen.getByRole('tree', { name: '回复' })).toHaveTextContent('TotalCount');
  });

  test('finds by what people call it, and says which of the clouds have nothing of the kind', async () => {
    window.location.hash = '/explorer';
    render(<App />);
    const user = userEvent.setup();
    const search = await screen.findByTestId('explorer-search');
    await user.clear(search);
    await user.type(search, '续费实例');
    expect(await screen.findByTestId('explorer-none-in')).toHaveTextContent(/金山云.*：没有匹配的操作/);
    expect(screen.getByTestId('explorer-none-in')).not.toHaveTextContent('腾讯云');
  });

  test('whoever comes back finds open what was open, and filled in what was, but for a password', async () => {
    const user = await open('tencent', 'ResetInstancesPassword');
    await user.click(screen.getByTestId('explorer-example'));
    const secret = () => document.querySelector<HTMLInputElement>('[data-field="Password"] input');
    await waitFor(() => expect(secret()?.value).not.toBe(''));
    window.location.hash = '/journal';
    await screen.findByTestId('journal-search');
    window.location.hash = '/explorer';
    await waitFor(() =>
      expect(screen.getByTestId('explorer-title')).toHaveAttribute('data-operation', 'ResetInstancesPassword'),
    );
    expect(document.querySelector('[data-field="InstanceIds"]')?.textContent).toContain('ins-');
    expect(secret()?.value).toBe('');
  });

  test('says what is missing instead of sending, and never sends by itself what is no read', async () => {
    const user = await open('tencent', 'TerminateInstances');
    const call = vi.spyOn(commands, 'callOperation');
    const plan = vi.spyOn(commands, 'planOperation');
    const apply = vi.spyOn(commands, 'applyPlan');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await user.click(screen.getByTestId('explorer-send'));
    expect(screen.getByTestId('explorer-problems')).toHaveTextContent('必填');
    expect(plan).not.toHaveBeenCalled();

    await user.click(screen.getByTestId('explorer-example'));
    await waitFor(() => expect(screen.queryByTestId('explorer-problems')).toBeNull());
    await user.click(screen.getByTestId('explorer-send'));
    const name = await screen.findByTestId('confirm-name');
    expect(screen.getByTestId('confirm-apply')).toBeDisabled();
    expect(apply).not.toHaveBeenCalled();
    await user.type(name, 'ins-r8hr2upy');
    await user.dblClick(screen.getByTestId('confirm-apply'));
    await replied('applied');
    await waitFor(() => expect(screen.getByTestId('explorer-activity')).toHaveAttribute('data-phase', 'done'));
    expect(screen.getByRole('tree', { name: '回复' })).toHaveTextContent('Accepted');
    expect(apply).toHaveBeenCalledTimes(1);
    expect(call).not.toHaveBeenCalled();
  });

  test('says above the form what of a pasted text was not read, until it is dismissed or something else is filled in', async () => {
    const user = await open('tencent', 'DescribeKeyPairs');
    const paste = async (text: string) => {
      await user.click(screen.getByTestId('explorer-paste'));
      await user.click(await screen.findByTestId('explorer-paste-text'));
      pasteText(text);
      await user.click(screen.getByTestId('explorer-paste-apply'));
      await waitFor(() => expect(screen.queryByTestId('explorer-paste-text')).toBeNull());
    };
    await paste('Limit=7&Limits=8');
    expect(screen.getByTestId('explorer-paste-notes')).toHaveTextContent('Limits');
    await user.click(within(screen.getByTestId('explorer-paste-notes')).getByRole('button', { name: '关闭' }));
    expect(screen.queryByTestId('explorer-paste-notes')).toBeNull();
    await paste('Limit=7&Limits=8');
    await user.click(screen.getByTestId('explorer-example'));
    expect(screen.queryByTestId('explorer-paste-notes')).toBeNull();
    await paste('Limit=7&Limits=8');
    await paste('Limit=7');
    expect(screen.queryByTestId('explorer-paste-notes')).toBeNull();
  });

  test('keeps the calls, and opens one with its parameters', async () => {
    const user = await open('tencent', 'DescribeKeyPairs');
    await user.click(screen.getByTestId('explorer-paste'));
    await user.click(await screen.findByTestId('explorer-paste-text'));
    pasteText('KeyIds.0=skey-abc12345&Limit=7');
    await user.click(screen.getByTestId('explorer-paste-apply'));
    const form = screen.getByTestId('explorer-form');
    await waitFor(() => expect(within(form).getByText('skey-abc12345')).toBeVisible());
    await waitFor(() => expect(screen.getByTestId('explorer-request')).toHaveTextContent('"Limit": 7'));
    await user.click(screen.getByTestId('explorer-send'));
    await replied('200');

    await user.click(screen.getByTestId('explorer-reset'));
    expect(within(form).queryByText('skey-abc12345')).toBeNull();
    await user.click(screen.getByTestId('explorer-history'));
    const [latest] = await screen.findAllByTestId('explorer-call');
    expect(latest).toHaveAttribute('data-operation', 'DescribeKeyPairs');
    await user.click(latest as HTMLElement);
    await waitFor(() => expect(within(screen.getByTestId('explorer-form')).getByText('skey-abc12345')).toBeVisible());

    await user.click(screen.getByTestId('explorer-history'));
    await user.click(await screen.findByTestId('explorer-history-clear'));
    await user.click(screen.getByTestId('explorer-history-clear-confirm'));
    await waitFor(() => expect(screen.queryByTestId('explorer-call')).toBeNull());
  });

  test('says that a private key waits, until it is saved', async () => {
    const user = await open('jdcloud', 'createKeypair');
    await user.click(screen.getByTestId('explorer-example'));
    await user.click(screen.getByTestId('explorer-send'));
    await user.click(await screen.findByTestId('confirm-apply'));
    const key = await screen.findByTestId('private-key');
    expect(key).toHaveAttribute('data-state', 'unsaved');
    await waitFor(() => expect(screen.getByTestId('explorer-activity')).toHaveAttribute('data-phase', 'done'));
    await user.click(screen.getByTestId('private-key-save'));
    await waitFor(() => expect(screen.getByTestId('private-key')).toHaveAttribute('data-state', 'saved'));
  });

  test('keeps a password out of the address, of web storage and of what it shows of the request', async () => {
    const secret = 'Planted-Secret-1';
    const user = await open('ucloudstack', 'ResetVMInstancePassword');
    await user.click(screen.getByTestId('explorer-example'));
    const input = await waitFor(() => {
      const found = document.querySelector('[data-field="Password"] input');
      if (!found) throw new Error('no password');
      return found;
    });
    await user.clear(input);
    await user.type(input, secret);
    await waitFor(() => expect(screen.getByTestId('explorer-request')).toHaveTextContent('******'));
    expect(document.body.textContent).not.toContain(secret);
    expect(window.location.href).not.toContain(secret);
    expect(JSON.stringify({ ...window.localStorage, ...window.sessionStorage })).not.toContain(secret);
  });
});
