import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** Version, keychain, data folder, whether the sandbox runs. */
export const appInfoQuery = queryOptions({
  queryKey: keys.app.all,
  queryFn: () => unwrap(commands.appInfo()),
});
