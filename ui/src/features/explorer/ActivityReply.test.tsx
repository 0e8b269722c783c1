import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { activity } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { ActivityReply } from './ActivityReply';

afterEach(() => clearMocks());

test('what lets one into a machine is masked until the person asks to see it', async () => {
  const done = activity({ phase: 'done', operation: 'DescribeInstanceVncUrl' });
  mockIPC((command, args) => {
    if (command === 'activities') return [done];
    if (command !== 'activity_reply') return [];
    const { open } = args as { open: boolean };
    return { text: `{ "Url": "${open ? 'wss://console' : '******'}" }`, masked: !open };
  });
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <ActivityReply activity={done} />,
  });
  const router = createRouter({ routeTree: root.addChildren([page]), history: createMemoryHistory() });
  renderPiece(<RouterProvider router={router} />);
  const show = await screen.findByTestId('explorer-unmask');
  expect(document.body.textContent).not.toContain('wss://console');
  await userEvent.click(show);
  expect(await screen.findByText(/wss:\/\/console/)).toBeTruthy();
  expect(screen.queryByTestId('explorer-masked')).toBeNull();
});
