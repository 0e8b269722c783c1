import '../../testing/frozen';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Params } from '../../forms/params';
import { meets } from '../../forms/validator';
import { messages } from '../../i18n/i18n';
import type { OperationDetails } from '../../ipc/bindings';
import { CREATE, problemsOf } from '../../testing/catalogue';
import { detailsOf, operationsOf } from '../../testing/operations';
import { renderPiece } from '../../testing/render';
import { ParameterForm } from './ParameterForm';
import { firstParams, shownParams } from './shownParams';

beforeEach(() =>
  mockIPC((command) => {
    switch (command) {
      case 'choices':
        return { items: [], failure: null };
      case 'clouds':
      case 'images':
      case 'instance_types':
        return [];
      default:
        throw new Error(command);
    }
  }),
);
afterEach(() => {
  clearMocks();
  vi.restoreAllMocks();
});

/** How many operations the four documents describe. */
const DOCUMENTED: { [cloud: string]: number } = { tencent: 59, kingsoft: 54, jdcloud: 39, ucloudstack: 13 };

function Piece({ cloud, details, initial }: { cloud: string; details: OperationDetails; initial: Params }) {
  const [params, setParams] = useState(initial);
  return (
    <ParameterForm
      cloud={cloud}
      account="acc"
      region="region"
      form={details.form}
      params={params}
      problems={problemsOf(cloud, details.form.operation, params)}
      strict
      onChange={setParams}
    />
  );
}

describe.each(Object.keys(CREATE))('the forms of %s', (cloud) => {
  const operations = operationsOf(cloud);

  test('are those of all documented operations', () => {
    expect(operations.filter(({ companion }) => !companion)).toHaveLength(DOCUMENTED[cloud] ?? 0);
  });

  test('stand under nouns that have names', () => {
    const { noun: words } = messages('zh-CN').explorer as { noun: { [noun: string]: string } };
    expect([...new Set(operations.map(({ noun }) => noun))].filter((noun) => !(noun in words))).toEqual([]);
  });

  test.each(operations.map(({ name }) => name))(
    '%s can be filled in with its example, without a word on the console',
    (name) => {
      const said = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
      const details = detailsOf(cloud, name);
      const { form } = details;
      const example = shownParams(form, details.example);

      expect(problemsOf(cloud, name, details.example)).toEqual([]);
      expect(meets(form.schema, example), 'the form takes the example').toBe(true);

      const empty = renderPiece(<Piece cloud={cloud} details={details} initial={firstParams(form)} />);
      empty.unmount();
      const { container } = renderPiece(<Piece cloud={cloud} details={details} initial={example} />);
      const newer = screen.queryByTestId('newer-parameters');
      if (newer) fireEvent.click(newer);
      const more = screen.queryByTestId('more-parameters');
      if (more) fireEvent.click(more);
      const shown = [...container.querySelectorAll('[data-field]')].map(
        (node) => node.getAttribute('data-field') ?? '',
      );
      for (const member of Object.keys(example)) {
        expect(
          shown.some((path) => path === member || path.startsWith(`${member}/`)),
          `${member} is shown`,
        ).toBe(true);
      }
      expect(container.querySelectorAll('[role="alert"]')).toHaveLength(0);
      expect(said.flatMap((spy) => spy.mock.calls)).toEqual([]);
    },
    20_000,
  );
});
