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
  /** Whether the file is read again, though it is the same one. */
  caAnew: boolean;
  signing: SigningScheme | '';
  ownerId: string;
  /** `null`: as the application. */
  proxy: ProxyChoice | null;
  /** As the secret: in the form's memory, and nowhere else in the window. */
  proxyPassword: string;
  /** Empty: by the endpoint. */
  currency: string;
  /** Empty: all. */
  projects: string[];
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
    caAnew: false,
    signing: account?.signing ?? '',
    ownerId: account?.ownerId ?? '',
    proxy: account?.proxy ?? null,
    proxyPassword: '',
    currency: account?.currency ?? '',
    projects: account?.projects ?? [],
    keepForSession,
  };
}

/** Whether two hold the same. No text is made of what is secret in them: nothing could wipe it. */
export function areSame(one: AccountFields, other: AccountFields): boolean {
  const seen = ({ secret, sessionToken, proxyPassword, ...shown }: AccountFields) => JSON.stringify(shown);
  const secrets = ['secret', 'sessionToken', 'proxyPassword'] as const;
  return secrets.every((field) => one[field] === other[field]) && seen(one) === seen(other);
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
    caAnew: fields.caAnew,
    signing: fields.signing || null,
    ownerId: given(fields.ownerId),
    proxy: fields.proxy,
    currency: given(fields.currency),
    projects: fields.projects,
    keepForSession: fields.keepForSession,
  };
}

/** The secret part of a credential as the shell takes it. */
export function secretOf(fields: Pick<AccountFields, 'secret' | 'sessionToken'>): SecretInput {
  return { secret: fields.secret.trim(), sessionToken: fields.sessionToken.trim() || null };
}

/**
 * Whether the account's calls would go elsewhere than its secret is kept for, so that it has to be entered again. Rust judges;
 * this asks for the secret before it is refused.
 */
export function goesElsewhere(account: Account, fields: AccountFields): boolean {
  const { endpoint, caFile, signing } = fieldsOf(account, false);
  return (
    endpoint.trim() !== fields.endpoint.trim() ||
    caFile.trim() !== fields.caFile.trim() ||
    fields.caAnew ||
    signing !== fields.signing
  );
}

/** What a new account is called where nothing is entered: after its cloud, with a number where that is taken. */
export function freeLabel(title: string, taken: readonly string[]): string {
  const names = taken.map((label) => label.trim());
  const numbered = (number: number): string => {
    const name = number === 1 ? title : `${title} ${number}`;
    return names.includes(name) ? numbered(number + 1) : name;
  };
  return numbered(1);
}

/** What is wrong with the fields, by the names of words in `accounts.wrong`. The shell checks again. */
export function problemsOf(
  fields: AccountFields,
  cloud: CloudView,
  withSecret: boolean,
): { [field in keyof AccountFields]?: string } {
  const problems: { [field in keyof AccountFields]?: string } = {};
  if (fields.label.trim() === '') problems.label = 'required';
  if (fields.accessKeyId.trim() === '') problems.accessKeyId = 'required';
  if (withSecret && fields.secret.trim() === '') problems.secret = 'required';
  if (fields.regions.length === 0) problems.regions = 'region';
  const endpoint = endpointProblem(fields.endpoint.trim(), cloud.endpointRequired);
  if (endpoint) problems.endpoint = endpoint;
  return problems;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function endpointProblem(endpoint: string, required: boolean): string | null {
  if (endpoint === '') return required ? 'required' : null;
  // The names that the shell fills in cannot stand in a host as they are.
  const filled = endpoint.replaceAll('{service}', 'service').replaceAll('{region}', 'region');
  if (!URL.canParse(filled)) return 'address';
  const { protocol, hostname } = new URL(filled);
  if (protocol === 'https:') return null;
  return protocol === 'http:' && LOOPBACK.includes(hostname) ? null : 'https';
}
