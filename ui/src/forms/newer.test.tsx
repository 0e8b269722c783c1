import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ParameterForm } from '../features/explorer/ParameterForm';
import type { OperationForm } from '../ipc/bindings';
import { renderPiece } from '../testing/render';
import { described } from './describe';
import type { Params } from './params';
import type { Schema } from './schema';

const text = (title: string, more: Schema = {}): Schema => ({ type: 'string', title, 'x-title-en': title, ...more });
const schema: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    Name: text('Name'),
    Rare: text('Rare', { 'x-advanced': true }),
    Protected: { type: 'boolean', title: 'Protected', 'x-title-en': 'Protected', 'x-since': 'sdk' },
    Disks: {
      type: 'array',
      title: 'Disks',
      'x-title-en': 'Disks',
      items: {
        type: 'object',
        title: 'Disk',
        'x-title-en': 'Disk',
        properties: { Kind: text('Kind'), Encrypted: text('Encrypted', { 'x-since': 'sdk', default: 'yes' }) },
      },
    },
  },
};
const form: OperationForm = {
  operation: 'Make',
  title: { zh: 'Make', en: 'Make' },
  help: null,
  effect: 'mutate',
  schema,
  steps: [],
  defaults: {},
  hasQuote: false,
  noQuote: null,
  again: [],
};

beforeEach(() => mockIPC(() => []));
afterEach(() => clearMocks());

let latest: Params = {};
function Piece({ initial = {} }: { initial?: Params }) {
  const [params, setParams] = useState(initial);
  latest = params;
  return (
    <ParameterForm
      cloud="tencent"
      account="acc"
      region="r"
      form={form}
      params={params}
      problems={[]}
      strict={false}
      onChange={setParams}
    />
  );
}

describe('parameters that are newer than the document', () => {
  test('are folded away by themselves, apart from those that are rarely needed', async () => {
    renderPiece(<Piece />);
    expect(screen.queryByLabelText(/^Protected/)).toBeNull();
    await userEvent.click(screen.getByTestId('more-parameters'));
    expect(screen.getByLabelText(/^Rare/)).toBeVisible();
    expect(screen.queryByLabelText(/^Protected/)).toBeNull();
    await userEvent.click(screen.getByTestId('newer-parameters'));
    expect(screen.getByLabelText(/^Protected/)).toBeVisible();
    expect(screen.getByText('较新')).toBeVisible();
  });

  test('are shown with what they were given, and said in a summary', () => {
    renderPiece(<Piece initial={{ Protected: true }} />);
    expect(screen.getByLabelText(/^Protected/)).toBeVisible();
    const words = { words: (both: { en: string }) => both.en, t: (key: string) => key, labelOf: () => null };
    const said = described(schema, { Protected: true }, words as never);
    expect(said.map(({ label }) => label)).toEqual(['Protected']);
  });

  test('of a new element of a list are not given unasked, and can be unfolded', async () => {
    renderPiece(<Piece />);
    await userEvent.click(screen.getByRole('button', { name: /disk/i }));
    expect(JSON.stringify(latest)).not.toContain('Encrypted');
    await userEvent.click(screen.getByTestId('newer-parameters'));
    expect(screen.getByLabelText(/^Encrypted/)).toBeVisible();
  });
});
