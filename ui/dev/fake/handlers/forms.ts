import type { Choices, ImageSource, Problem } from '../../../src/ipc/bindings';
import { operationForm, problemsOf } from '../../../src/testing/catalogue';
import { accountOf } from '../accounts';
import { noRoute, notSent } from '../errors';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';
import { imagesOf, things, typesOf } from '../things';

export default {
  operation_form: ({ cloud, operation }: { cloud: string; operation: string }) => operationForm(cloud, operation),
  validate_params: ({ cloud, operation, params }: { cloud: string; operation: string; params: unknown }): Problem[] =>
    problemsOf(cloud, operation, params),
  choices: ({ account, kind }: { account: string; kind: string }): Choices => {
    const items = things[accountOf(account).cloud]?.[kind];
    if (!items) throw notSent('unsupported', `no list of ${kind}`);
    return { items, failure: scenario === 'nolists' ? noRoute : null };
  },
  instance_types: ({ account }: { account: string }) => typesOf(accountOf(account).cloud),
  images: ({ account, source }: { account: string; source: ImageSource }) => ({
    images: imagesOf(accountOf(account).cloud, source),
    short: null,
  }),
} satisfies Handlers;
