import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { expect, test, vi } from 'vitest';
import { usePanelFocus } from './usePanelFocus';

function Panel({ onClose }: { onClose: () => void }) {
  const panel = useRef<HTMLElement>(null);
  usePanelFocus(panel, onClose);
  return (
    <aside ref={panel} tabIndex={-1} data-testid="panel">
      <input aria-label="name" />
    </aside>
  );
}

test('Escape in a field leads to the panel, and only there closes it', () => {
  const onClose = vi.fn();
  render(<Panel onClose={onClose} />);
  const field = screen.getByRole('textbox');
  field.focus();
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  expect(screen.getByTestId('panel')).toHaveFocus();
  fireEvent.keyDown(screen.getByTestId('panel'), { key: 'Escape' });
  expect(onClose).toHaveBeenCalledOnce();
});
