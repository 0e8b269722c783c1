import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { CloudView, ServiceHost } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { EndpointField } from './EndpointField';

const cloud = { id: 'x', endpointRequired: false } as CloudView;

function show(endpoint: string, hosts: ServiceHost[]) {
  const asked: string[] = [];
  mockIPC((command) => {
    asked.push(command);
    return { hosts, currency: null };
  });
  renderPiece(
    <EndpointField
      cloud={cloud}
      region="r-1"
      value={endpoint}
      input={{ value: endpoint, onChange: () => undefined }}
    />,
  );
  return asked;
}

afterEach(() => clearMocks());

test('EndpointField with a host of one service shows the host of each', async () => {
  show('https://a.example.com', [
    { host: 'https://a.example.com', services: ['a'] },
    { host: 'https://b.example.com', services: ['b', 'c'] },
  ]);
  expect((await screen.findByTestId('endpoint-hosts')).textContent).toContain('b, chttps://b.example.com');
});

test('EndpointField with a gateway says that all services go there', async () => {
  show('https://10.0.0.1', [{ host: 'https://10.0.0.1', services: ['a', 'b'] }]);
  expect((await screen.findByTestId('endpoint-hosts')).textContent).toContain('https://10.0.0.1');
});

test('EndpointField without an endpoint asks nothing', () => {
  expect(show('', [])).toEqual([]);
});
