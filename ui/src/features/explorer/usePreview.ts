import { useEffect, useRef, useState } from 'react';
import { type Params, prunedParams } from '../../forms/params';
import { type CallCommands, commands, type RequestPreview } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';

/** While a person types, the request is made up anew no more often than so, in milliseconds. */
const PAUSE = 300;

/** The request as it would be sent, and as commands of a terminal. `stale`: the parameters have changed since. */
export type Preview = { request: RequestPreview | null; commands: CallCommands | null; error: unknown; stale: boolean };

type Made = Omit<Preview, 'stale'> & { of: string };

/**
 * The request that the parameters make: at once, and a moment later when they keep changing; the latest answer wins. Not
 * a query: parameters may hold a password.
 */
export function usePreview(account: string, region: string, operation: string, params: Params): Preview {
  const [made, setMade] = useState<Made>({ request: null, commands: null, error: null, of: '' });
  const latest = useRef(0);
  const asked = useRef(Number.NEGATIVE_INFINITY);
  const sent = JSON.stringify(prunedParams(params));
  const of = `${account} ${region} ${sent}`;

  useEffect(() => {
    if (account === '' || region === '') return;
    const ticket = ++latest.current;
    const timer = setTimeout(
      () => {
        asked.current = performance.now();
        const params = JSON.parse(sent);
        Promise.all([
          unwrap(commands.previewCall(account, region, operation, params)),
          unwrap(commands.callCommands(account, region, operation, params)),
        ]).then(
          ([request, made]) => ticket === latest.current && setMade({ request, commands: made, error: null, of }),
          (error) => ticket === latest.current && setMade({ request: null, commands: null, error, of }),
        );
      },
      asked.current + PAUSE - performance.now(),
    );
    return () => clearTimeout(timer);
  }, [account, region, operation, sent, of]);

  return { ...made, stale: made.of !== of };
}
