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
  window.location.hash = '/settings';
  render(<App />);
  await screen.findByTestId('nav-settings');
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  return screen.findByTestId('search-input');
}

describe('the palette', () => {
  test('offers pages and commands before anything is typed, and finds by words of either language', async () => {
    const field = await open();
    expect(within(screen.getByTestId('palette-pages')).getAllByRole('option').length).toBeGreaterThanOrEqual(8);
    expect(screen.queryByTestId('palette-recent')).toBeNull();
    await waitFor(() => expect(screen.getAllByRole('option')[0]).toHaveAttribute('data-combobox-selected'));
    await userEvent.type(field, 'light dark');
    expect(within(await screen.findByTestId('palette-actions')).getByRole('option')).toHaveTextContent('切换明暗主题');
    await userEvent.clear(field);
    await userEvent.type(field, '腾讯云 DescribeInstances');
    await waitFor(() =>
      expect(within(screen.getByTestId('palette-operations')).getAllByRole('option')[0]).toHaveAttribute(
        'data-entry',
        'operation/tencent/DescribeInstances',
      ),
    );
  });

  test('what was chosen is offered first the next time', async () => {
    const field = await open();
    await userEvent.type(field, '操作记录{Enter}');
    await screen.findByRole('heading', { level: 1, name: '操作记录' });
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const recent = await screen.findByTestId('palette-recent');
    expect(within(recent).getByRole('option')).toHaveTextContent('操作记录');
  });

  const running = instances.find(({ state, billing }) => state.kind === 'running' && billing.kind === 'prepaid');
  const entries = (group: string) =>
    [...screen.getByTestId(`palette-${group}`).querySelectorAll<HTMLElement>('[data-entry]')].map(
      ({ dataset }) => dataset.entry,
    );

  test('offers first what can be done with the machine whose details are open, without what its state forbids', async () => {
    if (!running) throw new Error('none runs');
    const { account, region, id } = running.key;
    window.location.hash = `/instances?account=${account}&region=${region}&instance=${id}`;
    render(<App />);
    await screen.findByTestId('details-panel');
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const field = await screen.findByTestId('search-input');
    await waitFor(() => expect(entries('verbs')).toContain('verb/copy-private'));
    expect(screen.getByTestId('palette-verbs')).toHaveTextContent(`对 ${running.name}`);
    await waitFor(() =>
      expect(entries('verbs')).toEqual(expect.arrayContaining(['verb/stop', 'verb/reboot', 'verb/again'])),
    );
    expect(entries('verbs')).not.toContain('verb/start');
    await userEvent.type(field, 'reboot');
    // The button's own act comes before the same with options.
    await waitFor(() => expect(entries('verbs')[0]).toBe('verb/reboot'));
    expect(entries('verbs')).not.toContain('verb/stop');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByTestId('confirm-dialog')).toHaveTextContent(running.name);
  });

  test('asks which instance an act is for while none is meant, and Escape leads a step back', async () => {
    const field = await open();
    await userEvent.type(field, '关机');
    await waitFor(() => expect(entries('actions')).toEqual(['which/stop']));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(entries('instances').length).toBeGreaterThan(1));
    expect(screen.getByTestId('palette-instances')).toHaveTextContent('关机：选择实例');
    await userEvent.keyboard('{Escape}');
    await screen.findByTestId('palette-pages');
    expect(screen.getByTestId('palette')).toBeVisible();
    await userEvent.type(field, '关机');
    await waitFor(() => expect(entries('actions')).toEqual(['which/stop']));
    await userEvent.keyboard('{Enter}');
    await userEvent.type(field, running?.key.id ?? '');
    await waitFor(() => expect(entries('instances')).toHaveLength(1));
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByTestId('confirm-dialog')).toHaveTextContent('关机');
  });

  test('Tab on an instance shows what can be done with it', async () => {
    const field = await open();
    await userEvent.type(field, running?.key.id ?? '');
    await waitFor(() => expect(entries('instances')).toHaveLength(1));
    await waitFor(() =>
      expect(document.querySelector('[data-combobox-selected]')).toHaveAttribute('data-entry', entries('instances')[0]),
    );
    await userEvent.keyboard('{Tab}');
    await waitFor(() => expect(entries('verbs')).toContain('verb/stop'));
    expect(field).toHaveFocus();
    expect(field).toHaveValue('');
    await userEvent.keyboard('{Backspace}');
    expect(await screen.findByTestId('palette-pages')).toBeInTheDocument();
  });
});
