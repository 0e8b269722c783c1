import { Modal } from '@mantine/core';
import { act, fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useShortcut } from '../app/useShortcut';
import { RegionsInput } from '../features/accounts/RegionsInput';
import { SecondsInput } from '../features/settings/SecondsInput';
import { TypedByHand } from '../forms/pickers/TypedByHand';
import { NumberField } from '../forms/widgets/NumberField';
import { TextList } from '../forms/widgets/TextList';
import type { CloudView } from '../ipc/bindings';
import { compose, finish, quiet, settle } from '../testing/compose';
import { renderPiece } from '../testing/render';
import { DataTable } from './DataTable';
import { SearchField } from './SearchField';
import { useComposition } from './useComposition';

function Guarded({ children }: { children: ReactNode }) {
  useComposition();
  return children;
}
const show = (piece: ReactNode) => renderPiece(<Guarded>{piece}</Guarded>);

let calls: unknown[] = [];
const note = (call: unknown) => calls.push(call);
beforeEach(() => {
  calls = [];
});

describe('while an input method composes', () => {
  test('a search field is not cleared', async () => {
    const clear = vi.fn();
    function Search() {
      const [text, setText] = useState('');
      return (
        <SearchField
          value={text}
          placeholder="search"
          onChange={(next) => {
            if (next === '') clear();
            setText(next);
          }}
        />
      );
    }
    show(<Search />);
    const field = screen.getByPlaceholderText('search');
    await quiet(field, 'fu wu', () => clear.mock.calls.length, '服务');
    expect(field).toHaveValue('服务');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(clear).toHaveBeenCalledTimes(1);
  });

  test('a list of texts neither splits nor takes', async () => {
    function List() {
      const [values, setValues] = useState<string[]>(['a']);
      return (
        <TextList
          id="list"
          schema={{}}
          values={values}
          onChange={(next) => {
            note(next);
            setValues(next);
          }}
        />
      );
    }
    const { container } = show(<List />);
    const field = container.querySelector('input#list') as HTMLElement;
    await quiet(field, 'ming,zi', () => [...calls], '名字');
    expect(calls).toEqual([]);
    await userEvent.type(field, '{Enter}');
    expect(calls).toEqual([['a', '名字']]);
  });

  test('the regions of an account neither split nor take, and nothing that stands in the list is chosen', async () => {
    const cloud = { regions: [{ id: 'nanjing', title: { zh: '南京', en: 'Nanjing' } }] } as CloudView;
    function Regions() {
      const [values, setValues] = useState<string[]>([]);
      return (
        <RegionsInput
          cloud={cloud}
          value={values}
          onChange={(next) => {
            note(next);
            setValues(next);
          }}
        />
      );
    }
    show(<Regions />);
    const field = screen.getByTestId('account-regions');
    await quiet(field, 'nan', () => [...calls], '南京');
    await userEvent.type(field, ',');
    expect(calls).toEqual([['nanjing']]);
  });

  test('a number field takes what was composed when it is whole, in its own digits', async () => {
    function Amount() {
      const [value, setValue] = useState<unknown>(undefined);
      return (
        <NumberField
          id="number"
          schema={{ type: 'number' }}
          value={value}
          onChange={(next) => {
            note(next);
            setValue(next);
          }}
        />
      );
    }
    const { container } = show(<Amount />);
    const field = container.querySelector('input#number') as HTMLElement;
    await quiet(field, '１２。', () => [...calls], '１２。５');
    expect(calls.at(-1)).toBe(12.5);
    expect(field).toHaveValue('12.5');
  });

  test('seconds are taken neither by Enter nor by leaving the window', async () => {
    show(<SecondsInput label="l" testId="seconds" value={null} usual={10} range={[1, 60]} onChange={note} />);
    const field = screen.getByTestId('seconds');
    await quiet(field, '３', () => [...calls], '３０');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(calls).toEqual([30]);
  });

  test('an id typed by hand is not taken', async () => {
    show(<TypedByHand label="id" onChange={note} />);
    fireEvent.click(screen.getByTestId('type-by-hand'));
    const field = screen.getByLabelText('id');
    await quiet(field, 'jing xiang', () => [...calls], '镜像');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(calls).toEqual(['镜像']);
  });

  test('a dialog stays open and its form is not sent', async () => {
    show(
      <Modal opened onClose={() => note('closed')} withCloseButton={false} transitionProps={{ duration: 0 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            note('sent');
          }}
        >
          <input aria-label="name" />
        </form>
      </Modal>,
    );
    const field = screen.getByLabelText('name');
    await quiet(field, 'ming zi', () => [...calls], '名字');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(calls).toEqual(['closed']);
  });

  test('a table and the shortcuts do not hear its keys', async () => {
    function Keys() {
      useShortcut('refresh', () => note('refresh'));
      return <input aria-label="field" />;
    }
    show(
      // biome-ignore lint/a11y/noStaticElementInteractions: stands for whoever listens around a field
      <div onKeyDown={(event) => note(event.key)} style={{ display: 'flex', height: 300 }}>
        <Keys />
        <DataTable
          label="things"
          columns={[{ id: 'name', title: 'name', width: '1fr', cell: (row: { id: string }) => row.id }]}
          rows={[{ id: 'one' }, { id: 'two' }]}
          rowId={(row) => row.id}
          onOpen={note}
        />
      </div>,
    );
    const field = screen.getByLabelText('field');
    await quiet(field, 'x', () => [...calls]);
    const table = screen.getByRole('grid');
    act(() => table.focus());
    for (const key of ['ArrowDown', 'Enter']) fireEvent.keyDown(table, { key, keyCode: 229 });
    expect(calls).toEqual([]);
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    expect(calls.length).toBeGreaterThan(0);
  });
});

describe('after it', () => {
  test('a field that was left in the middle is left', async () => {
    show(<input aria-label="a" onBlur={() => note('left')} />);
    const field = screen.getByLabelText('a');
    act(() => field.focus());
    compose(field, 'ni');
    act(() => field.blur());
    expect(calls).toEqual([]);
    fireEvent.compositionEnd(field, { data: '你' });
    await settle();
    expect(calls).toEqual(['left']);
  });

  test('a focus that has moved on ends it, whatever the input method says', async () => {
    show(
      <>
        <input aria-label="a" onBlur={() => note('left')} />
        <input aria-label="b" onKeyDown={({ key }) => note(key)} />
      </>,
    );
    const field = screen.getByLabelText('a');
    const other = screen.getByLabelText('b');
    act(() => field.focus());
    compose(field, 'ni');
    act(() => other.focus());
    expect(calls).toEqual(['left']);
    fireEvent.keyDown(other, { key: 'Enter' });
    expect(calls).toEqual(['left', 'Enter']);
  });

  test('the next key is heard as soon as the one that ended it is up', () => {
    show(<input aria-label="a" onKeyDown={({ key }) => note(key)} />);
    const field = screen.getByLabelText('a');
    compose(field, 'ni');
    finish(field, '你', ' ');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(calls).toEqual(['Enter']);
  });
});
