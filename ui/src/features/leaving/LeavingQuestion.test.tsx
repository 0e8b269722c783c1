import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Unfinished } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { LeavingQuestion } from './LeavingQuestion';

afterEach(() => clearMocks());

// It is loaded when it is needed; here that is not what is waited for.
beforeAll(() => import('./LeavingDialog'));

const held: Unfinished = {
  sending: [
    {
      cloud: 'x',
      operation: 'RunInstances',
      title: { zh: '创建实例', en: 'Create instances' },
      subject: 'web-1',
      accountLabel: 'A',
    },
  ],
  unsavedKeys: [],
};

test('a page that is loaded while the closing waits asks again', async () => {
  const called: string[] = [];
  mockIPC(
    (command) => {
      called.push(command);
      if (command === 'clouds') return [];
      return command === 'leaving_held' ? held : null;
    },
    { shouldMockEvents: true },
  );
  renderPiece(<LeavingQuestion />);
  expect(await screen.findByTestId('leaving-dialog')).toHaveTextContent('web-1');
  await userEvent.click(screen.getByTestId('leaving-stay'));
  await waitFor(() => expect(screen.queryByTestId('leaving-dialog')).toBeNull());
  expect(called).toContain('stay');
});

test('a page that is loaded while nobody wants to leave asks nothing', async () => {
  const called: string[] = [];
  mockIPC(
    (command) => {
      called.push(command);
      return null;
    },
    { shouldMockEvents: true },
  );
  renderPiece(<LeavingQuestion />);
  await waitFor(() => expect(called).toContain('leaving_held'));
  expect(screen.queryByTestId('leaving-dialog')).toBeNull();
});
