import type { ErrorKind, IpcError, Vendor } from '../../src/ipc/bindings';

const blank = { words: null, vendor: null, at: null, problems: [] };

export function notSent(kind: ErrorKind, context: string, more: Partial<IpcError> = {}): IpcError {
  return { ...blank, kind, delivery: 'not_sent', context, ...more };
}

export function answered(kind: ErrorKind, vendor: Vendor, more: Partial<IpcError> = {}): IpcError {
  return { ...blank, kind, delivery: 'answered', context: `answered with ${vendor.httpStatus}`, vendor, ...more };
}

export const wrongSecret = answered('credential_rejected', {
  code: 'AuthFailure.SignatureFailure',
  message: 'The provided credentials could not be validated because of signature mismatch.',
  requestId: '8c4a1b1d-6f0e-4c8f-a1d2-90b7f1f6e7aa',
  httpStatus: 200,
  explanation: {
    zh: '签名对不上：密钥（SecretKey）多半填错了。',
    en: 'The signature does not match: the SecretKey is most likely wrong.',
  },
});

export const noRoute = notSent('network', 'connect to https://10.10.1.20:4443: connection refused (os error 111)', {
  at: { account: 'acc-ucs', region: 'cn', operation: 'DescribeVMInstance' },
});
