import { describe, expect, test, vi } from 'vitest';
import type { CloudView } from '../../ipc/bindings';
import { type AccountFields, areSame, draftOf, fieldsOf, freeLabel, problemsOf } from './accountForm';
import { maskedKeyId } from './maskedKeyId';

const publicCloud = { endpointRequired: false } as CloudView;
const privateCloud = { endpointRequired: true } as CloudView;
const filled: AccountFields = { ...fieldsOf(null, false), label: 'a', accessKeyId: 'k', secret: 's', regions: ['r'] };

describe('the account form', () => {
  test('knows a change of any field, and makes no text of its secrets for that', () => {
    const full: AccountFields = { ...filled, sessionToken: 't', proxyPassword: 'p' };
    expect(areSame(full, structuredClone(full))).toBe(true);
    for (const field of Object.keys(full) as (keyof AccountFields)[]) {
      expect(areSame(full, { ...full, [field]: ['another'] }), field).toBe(false);
    }
    const made = vi.spyOn(JSON, 'stringify');
    areSame(full, { ...full, label: 'b' });
    for (const { value } of made.mock.results) expect(value).not.toMatch(/"secret"|"sessionToken"|"proxyPassword"/);
    expect(made).toHaveBeenCalledTimes(2);
    made.mockRestore();
  });

  test('accepts what is complete', () => {
    expect(problemsOf(filled, publicCloud, true)).toEqual({});
  });

  test('names everything that is missing at once', () => {
    expect(Object.keys(problemsOf(fieldsOf(null, false), privateCloud, true)).sort()).toEqual([
      'accessKeyId',
      'endpoint',
      'label',
      'regions',
      'secret',
    ]);
  });

  test.each([
    ['https://10.0.0.1:4443', undefined],
    ['http://127.0.0.1:41001', undefined],
    ['http://localhost:1', undefined],
    ['http://[::1]:1', undefined],
    ['http://10.0.0.1', 'https'],
    ['http://127.0.0.1.evil.example', 'https'],
    ['ftp://127.0.0.1', 'https'],
    ['10.0.0.1', 'address'],
    ['https://{service}.{region}.example.com', undefined],
    ['http://{service}.example.com', 'https'],
  ])('judges the endpoint %s as %s', (endpoint, problem) => {
    expect(problemsOf({ ...filled, endpoint }, privateCloud, true).endpoint).toBe(problem);
  });

  test('stores no secret with the account', () => {
    expect(JSON.stringify(draftOf('x', { ...filled, secret: 'hush', sessionToken: 'token' }))).not.toMatch(
      /hush|token/,
    );
  });

  test('needs no secret when only the account is edited', () => {
    expect(problemsOf({ ...filled, secret: '' }, publicCloud, false)).toEqual({});
  });
});

test('a new account is called after its cloud, with a number where that is taken', () => {
  expect(freeLabel('腾讯云', [])).toBe('腾讯云');
  expect(freeLabel('腾讯云', ['生产', ' 腾讯云', '腾讯云 2'])).toBe('腾讯云 3');
});

test('a key id is shown with its middle left out', () => {
  expect(maskedKeyId('AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE')).toBe('AKID****MPLE');
});
