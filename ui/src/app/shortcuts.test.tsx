import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { PAGES } from './pages';
import { ariaKeys, keysOfPage, SHORTCUTS, type ShortcutId } from './shortcuts';
import { useShortcut } from './useShortcut';

function Answer({ id, act, dialog = false }: { id: ShortcutId; act: () => void; dialog?: boolean }) {
  useShortcut(id, act);
  return (
    <>
      <input aria-label="text" />
      <input aria-label="box" type="checkbox" />
      {dialog && <div role="dialog" aria-modal="true" />}
    </>
  );
}
const K = { key: 'k', ctrlKey: true };

describe('the shortcuts', () => {
  test('no combination means two things', () => {
    const all = [
      ...Object.values(SHORTCUTS).flatMap(({ keys }): readonly string[] => keys),
      ...PAGES.flat().flatMap(({ id }) => keysOfPage(id) ?? []),
    ].filter((combination) => combination !== 'Enter');
    expect([...new Set(all)]).toEqual(all);
  });

  test('every page of the first nine has one', () => {
    expect(
      PAGES.flat()
        .slice(0, 9)
        .map(({ id }) => keysOfPage(id)),
    ).not.toContain(null);
  });

  test('are said in the words of ARIA', () => {
    expect(ariaKeys('mod+shift+L')).toBe('Control+Shift+L');
  });

  test('with a modifier work while one types, without one they do not', () => {
    const [palette, search] = [vi.fn(), vi.fn()];
    render(<Answer id="palette" act={palette} />);
    render(<Answer id="search" act={search} />);
    const [field] = screen.getAllByLabelText('text');
    const [box] = screen.getAllByLabelText('box');
    fireEvent.keyDown(field as HTMLElement, K);
    fireEvent.keyDown(field as HTMLElement, { key: '/' });
    expect([palette.mock.calls.length, search.mock.calls.length]).toEqual([1, 0]);
    fireEvent.keyDown(box as HTMLElement, { key: '/' });
    expect(search).toHaveBeenCalledTimes(1);
  });

  test('do nothing while an input method composes, when held down, or behind a dialog', () => {
    const act = vi.fn();
    const { rerender } = render(<Answer id="palette" act={act} />);
    fireEvent.keyDown(document.body, { ...K, isComposing: true });
    fireEvent.keyDown(document.body, { ...K, keyCode: 229 });
    fireEvent.keyDown(document.body, { ...K, repeat: true });
    rerender(<Answer id="palette" act={act} dialog />);
    fireEvent.keyDown(document.body, K);
    expect(act).not.toHaveBeenCalled();
    rerender(<Answer id="palette" act={act} />);
    fireEvent.keyDown(document.body, K);
    expect(act).toHaveBeenCalledTimes(1);
  });
});
