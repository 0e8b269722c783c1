import { act, fireEvent } from '@testing-library/react';
import { expect } from 'vitest';

const KEYS = ['Enter', 'Escape', 'Tab', ',', '，', 'Backspace', 'ArrowDown', ' '];

/** A text in the middle of being composed, as the browser shows it in the field. */
export function compose(field: HTMLElement, text: string): void {
  fireEvent.compositionStart(field);
  fireEvent.compositionUpdate(field, { data: text });
  fireEvent.input(field, { target: { value: text }, isComposing: true });
}

/** A key in every way in which browsers say that it is the input method's. */
export function press(field: HTMLElement, key: string): void {
  for (const by of [{ isComposing: true }, { keyCode: 229 }, { isComposing: true, keyCode: 229 }, { keyCode: 13 }]) {
    fireEvent.keyDown(field, { key, code: key, ...by });
    fireEvent.keyUp(field, { key, ...by });
  }
}

/** The end in WebKit's order, before the key that made it; whether that key would do what it does by itself. */
export function finish(field: HTMLElement, text: string, key = 'Enter'): boolean {
  fireEvent.input(field, { target: { value: text }, isComposing: true });
  fireEvent.compositionEnd(field, { data: text });
  const allowed = fireEvent.keyDown(field, { key, code: key, keyCode: 13 });
  fireEvent.keyUp(field, { key, keyCode: 13 });
  return allowed;
}

/** Until what was kept back has been made up for. */
export const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 90)));

/** Composes in a field with every key there is; what is `heard` of it stays the same to the end. */
export async function quiet(
  field: HTMLElement,
  text: string,
  heard: () => unknown,
  final: string = text,
): Promise<void> {
  act(() => field.focus());
  const before = heard();
  compose(field, text);
  for (const key of KEYS) press(field, key);
  fireEvent.blur(field);
  fireEvent.focusOut(field);
  expect(heard()).toEqual(before);
  expect(field).toHaveValue(text);
  expect(finish(field, final)).toBe(false);
  expect(heard()).toEqual(before);
  await settle();
}
