import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderPiece } from '../../testing/render';
import { type FormScope, FormScopeContext } from '../FormScope';
import { ChoicePicker } from './ChoicePicker';

const row = (id: string, name: string, kind: 'prepaid' | 'postpaid', ip: string) => ({
  key: { account: 'acc', region: 'r', id },
  name,
  state: { kind: 'running' },
  vendorState: 'RUNNING',
  instanceType: 'S5.MEDIUM4',
  privateIps: [ip],
  publicIps: [],
  billing: { kind },
  expires: kind === 'prepaid' ? '2027-10-19T00:00:00Z' : null,
});

beforeEach(() =>
  mockIPC((command) => {
    switch (command) {
      case 'choices':
        return {
          items: ['ins-b', 'ins-a', 'ins-c'].map((id) => ({
            id,
            label: id,
            detail: ['RUNNING'],
            within: {},
            unavailable: false,
          })),
          failure: null,
        };
      case 'inventory_page':
        return {
          rows: [
            row('ins-a', 'web-10', 'prepaid', '10.0.0.3'),
            row('ins-b', 'web-2', 'prepaid', '10.0.0.4'),
            row('ins-c', 'job-1', 'postpaid', '10.0.0.5'),
          ],
        };
      case 'clouds':
        return [];
      default:
        throw new Error(command);
    }
  }),
);
afterEach(() => clearMocks());

async function open(prepaidOnly: boolean) {
  const scope: FormScope = {
    cloud: 'c',
    account: 'acc',
    region: 'r',
    problems: [],
    strict: false,
    chosen: {},
    everything: false,
    newer: false,
    room: 'side',
    prepaidOnly,
    onClear: () => undefined,
  };
  renderPiece(
    <FormScopeContext value={scope}>
      <ChoicePicker id="instance" kind="instance" value="" required onChange={() => undefined} />
    </FormScopeContext>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button'));
  await screen.findByText('web-10');
  return user;
}

const listed = () => screen.getAllByRole('option').map((option) => option.getAttribute('data-choice-id'));

test('instances go by name, with the state, address and expiry of the table, and are found by address', async () => {
  const user = await open(false);
  expect(listed()).toEqual(['ins-c', 'ins-b', 'ins-a']);
  expect(screen.getAllByRole('option')[1]).toHaveTextContent(/web-2.*ins-b.*运行中.*10\.0\.0\.4.*2027-10-19 到期/);
  await user.keyboard('10.0.0.3');
  expect(listed()[0]).toBe('ins-a');
});

test('only what is paid beforehand is offered for renewing', async () => {
  await open(true);
  expect(listed()).toEqual(['ins-b', 'ins-a']);
});
