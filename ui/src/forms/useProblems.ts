import { useEffect, useRef, useState } from 'react';
import { commands, type Problem } from '../ipc/bindings';
import { unwrap } from '../ipc/failure';
import type { Params } from './params';

/** How long a person pauses before what they typed is judged, in milliseconds. */
const PAUSE = 250;

type Judgement = { problems: Problem[]; of: Params | null; error: unknown };

/**
 * What the shell says is wrong with the parameters, a moment after they change; the latest answer wins.
 * `current` tells whether it speaks of these very parameters. Not a query: parameters may hold a password.
 */
export function useProblems(cloud: string, operation: string, params: Params) {
  const [judged, setJudged] = useState<Judgement>({ problems: [], of: null, error: null });
  const latest = useRef(0);

  useEffect(() => {
    if (cloud === '' || operation === '') return;
    const ticket = ++latest.current;
    const timer = setTimeout(() => {
      unwrap(commands.validateParams(cloud, operation, params)).then(
        (problems) => ticket === latest.current && setJudged({ problems, of: params, error: null }),
        (error) => ticket === latest.current && setJudged({ problems: [], of: params, error }),
      );
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [cloud, operation, params]);

  return { problems: judged.problems, current: judged.of === params, error: judged.error };
}
