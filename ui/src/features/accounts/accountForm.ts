import type {
  Account,
  AccountDraft,
  CloudView,
  Proxy as ProxyChoice,
  SecretInput,
  SigningScheme,
} from '../../ipc/bindings';

/** What the form holds. The secret lives here, in the form's memory, and nowhere else in the window. */
export type AccountFields = {
  label: string;
  accessKeyId: string;
  secret: string;
  sessionToken: string;
  regions: string[];
  endpoint: string;
  caFile: string;
  signing: SigningScheme | '';
  ownerId: string;
  /** `null`: as the application. */
  proxy: ProxyChoice | null;
  /** As the secret: in the form's memory, and nowhere else in the window. */
  proxyPassword: string;
  keepForSession: boolean;
};

/** The fields of an account, or of a new one. */
export function fieldsOf(account: Account | null, keepForSession: boolean): AccountFields {
  return {
    label: account?.label ?? '',
    accessKeyId: account?.accessKeyId ?? '',
    secret: '',
    sessionToken: '',
    regions: account?.regions ?? [],
    endpoint: account?.endpoint ?? '',
    caFile: account?.caFile ?? '',
    signing: account?.signing ?? '',
    ownerId: account?.ownerId ?? '',
    proxy: account?.proxy ?? null,
    proxyPassword: '',
    keepForSession,
  };
}

/** What the shell is asked to store. */
export function draftOf(cloud: string, fields: AccountFields): AccountDraft {
  const given = (text: string) => text.trim() || null;
  return {
    cloud,
    label: fields.label.trim(),
    accessKeyId: fields.accessKeyId.trim(),
    regions: fields.regions,
    endpoint: given(fields.endpoint),
    caFile: given(fields.caFile),
    signing: fields.signing || null,
    ownerId: given(fields.ownerId),
    proxy: fields.proxy,
    keepForSession: fields.keepForSession,
  };
}

/** The secret part of a credential as the shell takes it. */
export function secretOf(fields: Pick<AccountFields, 'secret' | 'sessionToken'>): SecretInput {
  return { secret: fields.secret.trim(), sessionToken: fields.sessionToken.trim() || null };
}

/** What is wrong with the fields, by the names of words in `accounts.wrong`. The shell checks again. */
export function problemsOf(
  fields: AccountFields,
  cloud: CloudView,
  isNew: boolean,
): { [field in keyof AccountFields]?: string } {
  const problems: { [field in keyof AccountFields]?: string } = {};
  if (fields.label.trim() === '') problems.label = 'required';
  if (fields.accessKeyId.trim() === '') problems.accessKeyId = 'required';
  if (isNew && fields.secret.trim() === '') problems.secret = 'required';
  if (fields.regions.length === 0) problems.regions = 'region';
  const endpoint = endpointProblem(fields.endpoint.trim(), cloud.endpointRequired);
  if (endpoint) problems.endpoint = endpoint;
  return problems;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function endpointProblem(endpoint: string, required: boolean): string | null {
  if (endpoint === '') return required ? 'required' : null;
  if (!URL.canParse(endpoint)) return 'address';
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'https:') return null;
  return protocol === 'http:' && LOOPBACK.includes(hostname) ? null : 'https';
}
