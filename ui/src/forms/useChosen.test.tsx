import { QueryClientProvider } from '@tanstack/react-query';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createQueryClient } from '../app/queryClient';
import type { Choice } from '../ipc/bindings';
import { CREATE, operationForm } from '../testing/catalogue';
import { fits } from './pickers/fitting';
import type { Schema } from './schema';
import { namedIn, useChosen } from './useChosen';

const choice = (id: string, within: Choice['within']): Choice => ({
  id,
  label: id,
  detail: [],
  within,
  unavailable: false,
});

beforeEach(() =>
  mockIPC((_command, args) => {
    const { kind } = args as { kind: string };
    const items = kind === 'subnet' ? [choice('s-1', { vpc: ['v-1'], zone: ['z-1'] })] : [];
    return { items, failure: null };
  }),
);
afterEach(() => clearMocks());

const client = createQueryClient();
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);
const kingsoft = operationForm('kingsoft', CREATE.kingsoft ?? '').schema as Schema;

test('a chosen subnet names its VPC and zone where the operation has no field for them', async () => {
  const { result } = renderHook(() => useChosen(kingsoft, { SubnetId: 's-1' }, 'acc', 'r'), { wrapper });
  await waitFor(() => expect(result.current).toEqual({ region: ['r'], subnet: ['s-1'], vpc: ['v-1'], zone: ['z-1'] }));
  expect(fits(choice('sg-1', { vpc: ['v-1'] }), result.current, 'security_group')).toBe(true);
  expect(fits(choice('sg-2', { vpc: ['v-2'] }), result.current, 'security_group')).toBe(false);
});

test('what says nothing, or is the thing itself, is no obstacle', () => {
  expect(fits(choice('sg', {}), { vpc: ['v-1'] }, 'security_group')).toBe(true);
  expect(fits(choice('sg', { vpc: [] }), { vpc: ['v-1'] }, 'security_group')).toBe(true);
  expect(fits(choice('v-2', { vpc: ['v-2'] }), { vpc: ['v-1'] }, 'vpc')).toBe(true);
});

test('things are found wherever they are named', () => {
  const jd = operationForm('jdcloud', CREATE.jdcloud ?? '').schema as Schema;
  const params = {
    instanceSpec: {
      imageId: 'i',
      keyNames: ['k'],
      primaryNetworkInterface: { networkInterface: { subnetId: 's', securityGroups: ['g', 'h'] } },
    },
  };
  expect(namedIn(jd, params)).toEqual({ image: ['i'], key_pair: ['k'], subnet: ['s'], security_group: ['g', 'h'] });
});
