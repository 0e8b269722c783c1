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

  test('of a read that was not answered in time has changed nothing', () => {
    renderPiece(<ErrorNotice error={new IpcFailure(error({ kind: 'timeout', delivery: 'maybe_sent' }))} />);
    expect(screen.getByTestId('error-notice')).toHaveTextContent('这是一次读取，云上没有任何改变。');
  });

  test('is explained in our own words before those for its code', () => {
    const vendor = {
      code: 'X',
      message: 'x',
      requestId: null,
      httpStatus: 400,
      explanation: { zh: '泛泛而谈', en: 'in general' },
    };
    const words = { zh: '说得具体', en: 'in particular' };
    renderPiece(<ErrorNotice error={new IpcFailure(error({ words, vendor }))} />);
    expect(screen.getByText('说得具体')).toBeVisible();
    expect(screen.queryByText('泛泛而谈')).toBeNull();
  });

  test('holds what a report needs: where it was, the circumstances, and what the cloud said', () => {
    const vendor = { code: 'X.Y', message: 'no', requestId: 'req-1', httpStatus: 403, explanation: null };
    const at = { account: 'acc', region: 'here', operation: 'Describe' };
    renderPiece(<ErrorNotice error={new IpcFailure(error({ delivery: 'answered', at, vendor }))} />);
    for (const part of ['bug (answered)', 'acc / here / Describe', 'circumstances', 'HTTP 403 X.Y req-1'])
      expect(screen.getByTestId('error-notice')).toHaveTextContent(part);
  });

  test('leaves out advice and details in a list, and keeps the ways out', () => {
    renderPiece(
      <ErrorNotice compact error={new IpcFailure(error({}))} actions={<button type="button">again</button>} />,
    );
    expect(screen.getByTestId('error-notice')).not.toHaveTextContent('请求没有发出');
    expect(screen.getByTestId('error-notice')).not.toHaveTextContent('circumstances');
    expect(screen.getByRole('button', { name: 'again' })).toBeVisible();
  });
});
