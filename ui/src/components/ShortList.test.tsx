import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { failure } from '../testing/activity';
import { renderPiece } from '../testing/render';
import { ShortList } from './ShortList';

test('ShortList of a list that shows less than it counts says so in the words of the shell', () => {
  renderPiece(
    <ShortList short={failure('bad_reply', { words: { zh: '共有 3 项，只给出 1 项', en: '3, showed 1' } })} />,
  );
  expect(screen.getByTestId('short-list')).toHaveTextContent('共有 3 项，只给出 1 项');
});

test('ShortList of a whole list says nothing', () => {
  renderPiece(<ShortList short={null} />);
  expect(screen.queryByTestId('short-list')).toBeNull();
});
