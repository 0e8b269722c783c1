import { QueryClientProvider } from '@tanstack/react-query';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import '../i18n/i18n';
import { createQueryClient } from '../app/queryClient';
import { CREATE, operationForm } from '../testing/catalogue';
import { useDiskName } from './useDiskName';

const asked: unknown[] = [];
function named(cloud: string) {
  mockIPC((command, args) => {
    if (command === 'clouds') return [{ id: cloud, createOperation: CREATE[cloud] }];
    if (command === 'operation_form') return operationForm(cloud, CREATE[cloud] ?? '');
    if (command !== 'choices') throw new Error(command);
    asked.push(args);
    const items = [{ id: 'StorageSetSSD', label: 'SSD 性能型', detail: [], within: {}, unavailable: false }];
    return { items, failure: null };
  });
  const client = createQueryClient();
  return renderHook(() => useDiskName(cloud, { account: 'acc', region: 'r' }), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
}
afterEach(() => {
  asked.length = 0;
  clearMocks();
});

test.each([
  ['tencent', 'CLOUD_SSD', 'SSD 云硬盘'],
  ['jdcloud', 'ssd.gp1', '通用型 SSD'],
  ['jdcloud', 'premium-hdd', '高效云盘（旧）'],
])('on %s, %s is called %s without a list', async (cloud, id, name) => {
  const { result } = named(cloud);
  await waitFor(() => expect(result.current(id)).toBe(name));
  expect(asked).toEqual([]);
});

test('on UCloudStack a kind of disk is called as the platform calls it, by one look; what is not listed keeps its id', async () => {
  const { result } = named('ucloudstack');
  await waitFor(() => expect(result.current('StorageSetSSD')).toBe('SSD 性能型'));
  expect(result.current('StorageSetX')).toBe('StorageSetX');
  expect(asked).toEqual([{ account: 'acc', region: 'r', kind: 'disk_type' }]);
});
