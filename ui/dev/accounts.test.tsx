import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { accounts } from './fake/accounts';
import { install, uninstall } from './fake/install';

const before = accounts.list;
beforeEach(() => {
  localStorage.clear();
  install();
});
afterEach(() => {
  cleanup();
  uninstall();
  accounts.list = before;
});

async function form(secret: string, label = 'new one') {
  window.location.hash = '/accounts?add=tencent';
  render(<App />);
  await screen.findByTestId('account-form');
  const fill = (field: string, value: string) => fireEvent.change(screen.getByTestId(field), { target: { value } });
  fill('account-label', label);
  fill('account-key-id', 'AKIDnewone');
  fill('account-secret', secret);
  const user = userEvent.setup();
  await user.type(screen.getByTestId('account-regions'), '广州{Enter}{Tab}');
  return { user, fill };
}

test('a card says how many instances the account has, and how many regions could not be read', async () => {
  window.location.hash = '/accounts';
  render(<App />);
  const told = async (id: string) => {
    const [card] = (await screen.findAllByTestId('account-card')).filter((one) => one.dataset.accountId === id);
    return within(card as HTMLElement).findByTestId('account-instances');
  };
  expect(await told('acc-tencent')).toHaveTextContent(/^\d+ 台$/);
  expect(await told('acc-ucs')).toHaveTextContent(/^\d+ 台 1 个地域读取失败$/);
});

describe('saving a new account', () => {
  test('tests it first; a failed test is told, and it is kept all the same only when that is wanted', async () => {
    const { user, fill } = await form('wrong');
    await user.click(screen.getByTestId('account-save'));
    expect(await screen.findByTestId('account-save-anyway')).toHaveTextContent('仍然保存');
    expect(accounts.list).toHaveLength(before.length);
    // What was tested is not what stands there any more.
    fill('account-label', 'another');
    await waitFor(() => expect(screen.queryByTestId('account-save-anyway')).toBeNull());
    fill('account-label', 'new one');
    await user.click(await screen.findByTestId('account-save-anyway'));
    expect(await screen.findByTestId('account-added')).toHaveTextContent('已添加。 查看实例');
    expect(accounts.list).toHaveLength(before.length + 1);
    // The result stays with it.
    await waitFor(() => expect(accounts.list.at(-1)?.lastTest).not.toBeNull());
  });

  test('without a name calls it after its cloud; a token for temporary keys stands among what is rare', async () => {
    const { user } = await form('right', '');
    expect(screen.getByTestId('account-session-token').closest('details')).not.toBeNull();
    await user.click(screen.getByTestId('account-save'));
    await screen.findByTestId('account-added');
    expect(accounts.list.at(-1)?.account.label).toBe('腾讯云');
  });

  test('that works is kept at once, and the first one leads to its instances', async () => {
    accounts.list = [];
    const { user } = await form('right');
    await user.click(screen.getByTestId('account-save'));
    await screen.findByRole('heading', { level: 1, name: '实例' });
    expect(accounts.list).toHaveLength(1);
  });
});
