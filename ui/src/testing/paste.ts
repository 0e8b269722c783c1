import { fireEvent } from '@testing-library/react';

/**
 * Pastes a text where one types. What user-event makes for it assigns an inherited member, which frozen prototypes refuse
 * (`setup.ts`).
 */
export function pasteText(text: string): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    throw new Error('no field has the focus');
  const taken = !fireEvent.paste(field, { clipboardData: { getData: () => text } });
  if (!taken) fireEvent.change(field, { target: { value: `${field.value}${text}` } });
}
