import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPiece } from '../testing/render';
import { CopyButton } from './CopyButton';

afterEach(() => vi.restoreAllMocks());

test('a copy that fails says so, and one that works says that', async () => {
  const user = userEvent.setup();
  const write = vi.spyOn(navigator.clipboard, 'writeText');
  renderPiece(<CopyButton text="i-1" what="ID" />);
  const button = screen.getByRole('button');
  expect(button).toHaveAttribute('aria-label', '复制ID');

  write.mockRejectedValueOnce(new DOMException('denied', 'NotAllowedError'));
  await user.click(button);
  await waitFor(() => expect(button).toHaveAttribute('aria-label', expect.stringContaining('没有复制成功')));
  expect(screen.getByRole('alert')).toHaveTextContent('没有复制成功');

  write.mockResolvedValueOnce();
  await user.click(button);
  await waitFor(() => expect(button).toHaveAttribute('aria-label', '已复制'));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a copy without a clipboard to copy to says so', async () => {
  const user = userEvent.setup({ writeToClipboard: false });
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as unknown as Clipboard);
  renderPiece(<CopyButton text="i-1" what="ID" />);
  await user.click(screen.getByRole('button'));
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});
