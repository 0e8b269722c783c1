import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { i18next } from '../../i18n/i18n';
import type { Activity } from '../../ipc/bindings';
import { activity, failure } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { BatchItem } from './BatchItem';
import { apart, batchOf, cardsOf, endOf, together } from './batches';
import { useBatchWords } from './useBatchWords';

const ENDED = { endedAt: '2026-03-01T10:15:00Z' } as const;
const jobs = { stop_instance: 'Stop' };
const stop = (id: string, more: Partial<Activity> = {}) =>
  activity({ id, operation: 'Stop', effect: 'mutate', subject: `web-${id}`, phase: 'waiting', ...more });

const cancelled: string[] = [];
beforeEach(() => {
  cancelled.length = 0;
  mockIPC((command, args) => {
    if (command === 'clouds') return [{ id: 'c', title: { zh: '云', en: 'Cloud' }, jobs, regions: [] }];
    const { id } = (args ?? {}) as { id: string };
    if (command === 'cancel_activity') cancelled.push(id);
    return stop(id, { cancelled: true, revision: 1 });
  });
});
afterEach(async () => {
  clearMocks();
  await i18next.changeLanguage('zh-CN');
});

describe('what was confirmed together', () => {
  test('is one card, which stands where the worst of it does; what is by itself is a card of its own', () => {
    together([{ id: 'a' }, { id: 'b' }, { id: 'x' }]);
    apart({ id: 'x' });
    const cards = cardsOf([
      stop('a', { phase: 'done', ...ENDED }),
      stop('c'),
      stop('b', { phase: 'failed', ...ENDED }),
    ]);
    expect(cards.map(({ standing, activities }) => [standing, activities.map(({ id }) => id)])).toEqual([
      ['failed', ['a', 'b']],
      ['running', ['c']],
    ]);
    expect(batchOf({ id: 'a' })?.size).toBe(2);
    expect(batchOf({ id: 'x' })).toBeNull();
  });

  test('has ended when all of it has, and not while one is still to be sent', () => {
    const [done, failed] = [stop('a', { phase: 'done', ...ENDED }), stop('b', { phase: 'failed', ...ENDED })];
    expect(endOf([done], 2)).toBeNull();
    expect(endOf([done, stop('b')], 2)).toBeNull();
    expect(endOf([done, failed], 2)).toEqual({ done: 1, failed: 1, open: 0 });
    expect(endOf([done, stop('b', ENDED)], 2)).toEqual({ done: 1, failed: 0, open: 1 });
  });

  function Words({ all }: { all: Activity[] }) {
    return <output>{useBatchWords().end(all, all.length)}</output>;
  }

  test.each([
    [['done', 'done'], '2 台已关机', '2 instances stopped'],
    [['done', 'failed'], '1 台已关机，1 台失败', '1 instance stopped, 1 failed'],
    [['failed', 'failed'], '关机失败 2 台', 'Stop: all 2 failed'],
  ] as const)('of %j is said as %s', async (phases, zh, en) => {
    const all = phases.map((phase, index) => stop(`w${index}`, { phase, ...ENDED }));
    renderPiece(<Words all={all} />);
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(zh));
    await i18next.changeLanguage('en');
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(en));
  });

  test('opens into a line for each, and is given up once for all of it', async () => {
    together([{ id: 'k' }, { id: 'l' }, { id: 'm' }]);
    const all = [stop('k'), stop('l'), stop('m', { phase: 'failed', error: failure('conflict'), ...ENDED })];
    const [card] = cardsOf(all);
    renderPiece(
      <ul>
        <BatchItem card={card as NonNullable<typeof card>} focus={undefined} />
      </ul>,
    );
    expect(await screen.findByText('关机 3 台')).toBeVisible();
    expect(screen.queryAllByTestId('activity-item')).toEqual([]);
    await userEvent.click(screen.getByTestId('batch-open'));
    expect(screen.getAllByTestId('activity-item').map(({ dataset }) => dataset.activityId)).toEqual(['k', 'l', 'm']);
    expect(screen.queryByTestId('activity-cancel')).toBeNull();
    await userEvent.click(screen.getByTestId('batch-menu'));
    await userEvent.click(await screen.findByTestId('batch-leave'));
    await waitFor(() => expect(cancelled).toEqual(['k', 'l']));
  });
});
