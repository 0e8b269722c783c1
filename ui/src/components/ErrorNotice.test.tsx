import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { messages } from '../i18n/i18n';
import type { ErrorKind, IpcError } from '../ipc/bindings';
import { IpcFailure } from '../ipc/failure';
import { renderPiece } from '../testing/render';
import { ErrorNotice } from './ErrorNotice';

const error = (more: Partial<IpcError>): IpcError => ({
  kind: 'bug',
  delivery: 'not_sent',
  context: 'circumstances',
  words: null,
  vendor: null,
  at: null,
  problems: [],
  ...more,
});

const kinds = Object.entries(messages('zh-CN').error as object).flatMap(([key, words]) =>
  typeof words === 'object' && 'title' in words ? [key as ErrorKind] : [],
);

describe('an error', () => {
  test.each(kinds)('of kind %s says what happened, what was not done and what to do', (kind) => {
    renderPiece(<ErrorNotice error={new IpcFailure(error({ kind }))} />);
    const notice = screen.getByTestId('error-notice');
    expect(notice).toHaveAttribute('data-kind', kind);
    expect(notice).toHaveTextContent('请求没有发出');
    expect(notice.textContent).not.toMatch(/error\./);
  });

  test('shows what the cloud itself said, to be copied', () => {
    const vendor = {
      code: 'ResourcesSoldOut',
      message: 'sold out',
      requestId: 'req-1',
      httpStatus: 200,
      explanation: { zh: '卖完了', en: 'gone' },
    };
    renderPiece(<ErrorNotice error={new IpcFailure(error({ kind: 'sold_out', delivery: 'answered', vendor }))} />);
    for (const text of ['ResourcesSoldOut', 'sold out', 'req-1', '卖完了'])
      expect(screen.getByText(text)).toBeVisible();
    expect(screen.getByLabelText('复制错误码')).toBeVisible();
    expect(screen.getByLabelText('复制请求 ID')).toBeVisible();
  });

  test('lists every problem with its field', () => {
    const problems = [
      { path: '/ImageId', field: { zh: '镜像', en: 'Image' }, rule: { kind: 'required' as const }, words: null },
      {
        path: '/Count',
        field: { zh: '数量', en: 'Count' },
        rule: { kind: 'maximum' as const, limit: '100' },
        words: null,
      },
    ];
    renderPiece(<ErrorNotice error={new IpcFailure(error({ kind: 'invalid_params', problems }))} />);
    expect(screen.getByText('镜像').parentElement).toHaveTextContent('必填');
    expect(screen.getByText('数量').parentElement).toHaveTextContent('不能大于 100');
  });

  test('that may have been carried out is never called not carried out', () => {
    renderPiece(<ErrorNotice error={new IpcFailure(error({ kind: 'outcome_unknown', delivery: 'maybe_sent' }))} />);
    const notice = screen.getByTestId('error-notice');
    expect(notice).toHaveTextContent('是否执行还不清楚');
    expect(notice).not.toHaveTextContent('没有任何改变');
  });

  test('of a stranger becomes one of ours', () => {
    renderPiece(<ErrorNotice error={new TypeError('x is undefined')} />);
    expect(screen.getByTestId('error-notice')).toHaveAttribute('data-kind', 'bug');
  });
});
