import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../src/app/App';
import { commands } from '../src/ipc/bindings';
import { quiet } from '../src/testing/compose';
import { install, uninstall } from './fake/install';

beforeEach(() => {
  localStorage.clear();
  install();
});
afterEach(() => {
  cleanup();
  uninstall();
  vi.restoreAllMocks();
});

async function explorer(operation: string) {
  window.location.hash = `/explorer?cloud=tencent&operation=${operation}`;
  render(<App />);
  await waitFor(() => expect(screen.getByTestId('explorer-title')).toHaveAttribute('data-operation', operation));
  return userEvent.setup();
}

describe('while an input method composes, the program', () => {
  test('neither chooses in the palette nor closes it', async () => {
    window.location.hash = '/settings';
    render(<App />);
    await screen.findByTestId('nav-settings');
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const field = await screen.findByTestId('search-input');
    const selected = () => document.querySelector('[data-combobox-selected]')?.textContent ?? null;
    await waitFor(() => expect(selected()).not.toBeNull());
    await quiet(
      field,
      'cao zuo ji lu',
      () => [window.location.hash, screen.queryByTestId('palette') !== null],
      '操作记录',
    );
    await waitFor(() => expect(selected()).toContain('操作记录'));
    fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
    await screen.findByRole('heading', { level: 1, name: '操作记录' });
  });

  test('opens no operation, takes no choice, and keeps a pasted text and its dialog', async () => {
    const user = await explorer('TerminateInstances');
    const title = () => screen.getByTestId('explorer-title').dataset.operation;
    await quiet(screen.getByTestId('explorer-search'), 'miao shu', title, '描述');

    const picker = document.querySelector<HTMLElement>('[data-field="InstanceIds"] input') as HTMLElement;
    const taken = () => document.querySelectorAll('[data-field="InstanceIds"] [data-with-remove]').length;
    await quiet(picker, 'ins', taken, '实例');
    expect(taken()).toBe(0);

    await user.click(screen.getByTestId('explorer-paste'));
    const text = await screen.findByTestId('explorer-paste-text');
    await quiet(text, 'Limit', () => screen.queryByTestId('explorer-paste-text') !== null, 'Limit=7');
  });

  test('confirms nothing by a name that is being composed', async () => {
    const user = await explorer('TerminateInstances');
    const apply = vi.spyOn(commands, 'applyPlan');
    await user.click(screen.getByTestId('explorer-example'));
    await user.click(screen.getByTestId('explorer-send'));
    const name = await screen.findByTestId('confirm-name');
    await quiet(name, 'ins-r8hr2upy', () => [apply.mock.calls.length, screen.queryByTestId('confirm-dialog') !== null]);
    fireEvent.keyDown(name, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('confirm-dialog')).toBeNull());
    expect(apply).not.toHaveBeenCalled();
  });

  test('takes no choice from a select or a picker that is searched', async () => {
    const user = await explorer('CreateImage');
    await user.click(document.querySelector('[data-field="InstanceId"] button[data-picker]') as HTMLElement);
    // Mantine moves the focus into the list that it opens.
    const search = await waitFor(() => {
      const field = [...document.querySelectorAll<HTMLInputElement>('.mantine-Combobox-search')].at(-1);
      expect(field?.isConnected).toBe(true);
      return field as HTMLElement;
    });
    const value = () => document.querySelector<HTMLElement>('[data-field="InstanceId"] [data-picker]')?.dataset.value;
    await quiet(search, 'web', () => [value(), search.isConnected], '网站');
    act(() => search.blur());

    const region = screen.getByTestId('region-select');
    const field = region.matches('input') ? region : (region.querySelector('input') as HTMLElement);
    const before = window.location.hash;
    await user.click(field);
    fireEvent.compositionStart(field);
    for (const key of ['ArrowDown', 'Enter']) fireEvent.keyDown(field, { key, keyCode: 229 });
    expect(window.location.hash).toBe(before);
    fireEvent.compositionEnd(field);
  });
});
