import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { renderPiece } from '../../testing/render';
import { decodedText, encodedText, looksEncoded } from './base64';
import { EncodedField } from './EncodedField';

const SCRIPT = '#!/bin/bash\necho 你好\n';
// As the command base64 writes it.
const ENCODED = 'IyEvYmluL2Jhc2gKZWNobyDkvaDlpb0K';

let sent = '';

function Piece({ initial = '' }: { initial?: string }) {
  const [value, setValue] = useState(initial);
  sent = value;
  return (
    <>
      <label htmlFor="data">data</label>
      <EncodedField id="data" value={value} onChange={setValue} />
    </>
  );
}

describe('a text that is sent as Base64', () => {
  test('is written as it is, and goes out as Base64 of its UTF-8', async () => {
    renderPiece(<Piece />);
    const field = screen.getByLabelText('data');
    await userEvent.click(field);
    await userEvent.paste(SCRIPT);
    expect(field).toHaveValue(SCRIPT);
    expect(sent).toBe(ENCODED);
    expect(screen.queryByTestId('encoded-take')).toBeNull();
    await userEvent.click(screen.getByText('Base64'));
    expect(field).toHaveValue(ENCODED);
    expect(sent).toBe(ENCODED);
    await userEvent.clear(field);
    expect(sent).toBe('');
  });

  test('that is Base64 already is pointed out, and taken as it is', async () => {
    renderPiece(<Piece />);
    const field = screen.getByLabelText('data');
    await userEvent.click(field);
    await userEvent.paste(`${ENCODED}\n`);
    expect(sent).toBe(encodedText(`${ENCODED}\n`));
    await userEvent.click(screen.getByTestId('encoded-take'));
    expect(field).toHaveValue(ENCODED);
    expect(sent).toBe(ENCODED);
    await userEvent.click(screen.getByText('原文'));
    expect(field).toHaveValue(SCRIPT);
  });

  test('that is no text is shown as Base64, and cannot be shown otherwise', () => {
    renderPiece(<Piece initial="H4sIAAAAAAAAAw==" />);
    expect(screen.getByLabelText('data')).toHaveValue('H4sIAAAAAAAAAw==');
    expect(screen.getByDisplayValue('text')).toBeDisabled();
  });

  test('is told from Base64 by what it says', () => {
    expect(decodedText(`${ENCODED.slice(0, 20)}\r\n${ENCODED.slice(20)}`)).toBe(SCRIPT);
    expect(decodedText('not base64!')).toBeNull();
    expect(decodedText('AAAA')).toBeNull();
    expect([SCRIPT, 'hello', 'runcmd', '#cloud-config\npackages: [nginx]'].map(looksEncoded)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(looksEncoded(ENCODED)).toBe(true);
  });
});
