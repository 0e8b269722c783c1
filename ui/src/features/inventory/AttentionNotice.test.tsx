import { cleanup, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Attention } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { AttentionNotice, AttentionWord } from './AttentionNotice';

const RELEASE = '2026-12-01T00:00:00+08:00';

const EVERY: [Attention, word: RegExp, sentence: RegExp][] = [
  [{ kind: 'start_to_finish' }, /待启动生效/, /启动后才会生效/],
  [{ kind: 'reboot_to_finish' }, /待重启生效/, /重启后才会生效/],
  [{ kind: 'expired', release: null }, /已到期/, /周期已经结束/],
  [{ kind: 'overdue', release: null }, /欠费/, /费用还没有付/],
  [{ kind: 'isolated', release: RELEASE }, /已隔离/, /已将它隔离/],
];

test.each(EVERY)('%o is a word in the row and a sentence in the details', (attention, word, sentence) => {
  renderPiece(
    <>
      <AttentionWord attention={attention} />
      <AttentionNotice attention={attention} />
    </>,
  );
  expect(screen.getByTestId('attention-word')).toHaveTextContent(word);
  expect(screen.getByTestId('attention-word').title).toMatch(sentence);
  expect(screen.getByRole('note')).toHaveTextContent(sentence);
});

test('the day of release is said where the cloud says it, and only there', () => {
  renderPiece(<AttentionNotice attention={{ kind: 'overdue', release: RELEASE }} />);
  expect(screen.getByRole('note').querySelector('time')).toHaveAttribute('datetime', RELEASE);
  cleanup();
  renderPiece(<AttentionNotice attention={{ kind: 'overdue', release: null }} />);
  expect(screen.getByRole('note').querySelector('time')).toBeNull();
});
