import type { AccountView, CloudView } from '../ipc/bindings';

/** A cloud that wants an endpoint, for the tests of its accounts. */
export const accountCloud = {
  id: 'x',
  title: { zh: '云', en: 'Cloud' },
  credential: { id: 'AccessKeyId', secret: 'SecretKey', sessionToken: 'SessionToken', steps: [], policy: null },
  endpointRequired: true,
  regions: [{ id: 'r', title: { zh: '区', en: 'Region' }, zones: [] }],
  signing: ['A'],
  sites: [],
  currencies: [],
  hasProjects: false,
} as unknown as CloudView;

/** An account on it. */
export const accountView = {
  account: {
    id: 'a',
    cloud: 'x',
    label: 'ours',
    accessKeyId: 'k',
    regions: ['r'],
    endpoint: 'https://old.example.com',
  },
  secretPlace: 'keychain',
  lastTest: null,
  listed: null,
} as unknown as AccountView;
