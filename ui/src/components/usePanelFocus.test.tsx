import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { usePanelFocus } from './usePanelFocus';

function Panel({ name = 'panel', onClose = () => {} }: { name?: string; onClose?: () => void }) {
  const panel = useRef<HTMLElement>(null);
  usePanelFocus(panel, onClose);
  return (
    <aside ref={panel} tabIndex={-1} data-testid={name}>
      <input aria-label="name" />
      <input aria-label="box" type="checkbox" />
      <ul tabIndex={-1} data-testid="list" data-mantine-stop-propagation="true" />
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

test('Escape closes it from a checkbox and from a field that is not its own', () => {
  const onClose = vi.fn();
  render(
    <>
      <input aria-label="search" />
      <Panel onClose={onClose} />
    </>,
  );
  fireEvent.keyDown(screen.getByRole('checkbox'), { key: 'Escape' });
  expect(onClose).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(screen.getByLabelText('search'), { key: 'Escape' });
  expect(onClose).toHaveBeenCalledTimes(2);
});

test('Escape is left to an input method, to a list or a dialog over it, and to who has taken it already', () => {
  const onClose = vi.fn();
  const { rerender } = render(<Panel onClose={onClose} />);
  const panel = screen.getByTestId('panel');
  fireEvent.keyDown(panel, { key: 'Escape', isComposing: true });
  fireEvent.keyDown(screen.getByTestId('list'), { key: 'Escape' });
  const taken = (event: Event) => event.preventDefault();
  panel.addEventListener('keydown', taken);
  fireEvent.keyDown(panel, { key: 'Escape' });
  panel.removeEventListener('keydown', taken);
  rerender(
    <>
      <Panel onClose={onClose} />
      <div role="dialog" aria-modal="true" />
    </>,
  );
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
});

test('of two, Escape closes the one in front, and then the other', () => {
  const [back, front] = [vi.fn(), vi.fn()];
  const { rerender } = render(<Panel name="back" onClose={back} />);
  rerender(
    <>
      <Panel name="back" onClose={back} />
      <Panel name="front" onClose={front} />
    </>,
  );
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect([back.mock.calls.length, front.mock.calls.length]).toEqual([0, 1]);
  rerender(<Panel name="back" onClose={back} />);
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect([back.mock.calls.length, front.mock.calls.length]).toEqual([1, 1]);
});

describe('the focus', () => {
  const Page = ({ open, dialog = false }: { open: boolean; dialog?: boolean }) => (
    <>
      <button type="button">row</button>
      {dialog && <div role="dialog" aria-modal="true" />}
      {open && <Panel />}
    </>
  );

  test('goes to a panel that is opened by keyboard, and back when it is closed', () => {
    const { rerender } = render(<Page open={false} />);
    screen.getByText('row').focus();
    fireEvent.keyDown(document.body, { key: 'Enter' });
    rerender(<Page open />);
    expect(screen.getByTestId('panel')).toHaveFocus();
    screen.getByRole('textbox').focus();
    rerender(<Page open={false} />);
    expect(screen.getByText('row')).toHaveFocus();
  });

  test('stays where it is when the mouse opens the panel, and where it went to when it is closed', () => {
    const { rerender } = render(<Page open={false} />);
    fireEvent.pointerDown(document.body);
    rerender(<Page open />);
    expect(document.body).toHaveFocus();
    rerender(<Page open={false} />);
    screen.getByText('row').focus();
    fireEvent.keyDown(document.body, { key: 'Enter' });
    rerender(<Page open />);
    expect(screen.getByTestId('panel')).toHaveFocus();
    (document.activeElement as HTMLElement).blur();
    rerender(<Page open={false} />);
    expect(document.body).toHaveFocus();
  });

  test('is not taken from a dialog', () => {
    const { rerender } = render(<Page open={false} dialog />);
    fireEvent.keyDown(document.body, { key: 'Enter' });
    rerender(<Page open dialog />);
    expect(screen.getByTestId('panel')).not.toHaveFocus();
  });
});
