import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import '../i18n/i18n';
import type { Image } from '../ipc/bindings';
import { choicesQuery } from '../ipc/queries/choices';
import { imagesQuery } from '../ipc/queries/images';
import { useRefLabel } from './useRefLabel';

test('things go by the names that pickers have read, and an id that nobody has read has none', () => {
  const client = new QueryClient();
  client.setQueryData(imagesQuery('acc', 'r', 'private').queryKey, {
    images: [{ id: 'img-1', name: 'golden' } as Image],
    short: null,
  });
  client.setQueryData(choicesQuery('acc', 'r', 'zone').queryKey, {
    items: [{ id: 'z-1', label: '一区' }],
    failure: null,
  } as never);
  const { result } = renderHook(() => useRefLabel('acc', 'r'), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  expect(result.current('image', 'img-1')).toBe('golden');
  expect(result.current('image', 'img-2')).toBeNull();
  expect(result.current('zone', 'z-1')).toBe('一区');
});

test('a zone that its cloud names by id only goes by what that adds to its region', () => {
  const client = new QueryClient();
  const { result } = renderHook(() => useRefLabel('acc', 'cn-north-1'), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  expect(result.current('zone', 'cn-north-1a')).toBe('A 区');
  expect(result.current('zone', 'elsewhere')).toBeNull();
});
