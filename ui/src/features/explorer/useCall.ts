import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Activity, type CallReply, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';

/** Where a call goes to. */
export type Target = { account: string; region: string; operation: string };

/** What came back. A read is answered page by page; anything else is an activity that goes on. */
export type Answer =
  | { kind: 'none' }
  | { kind: 'pages'; pages: CallReply[]; at: number; target: Target }
  | { kind: 'refused'; error: unknown }
  | { kind: 'applied'; activity: Activity };

/** Sends reads, and keeps what came back. The latest call wins; while one is under way, the answer before stays. */
export function useCall() {
  const client = useQueryClient();
  const [answer, setAnswer] = useState<Answer>({ kind: 'none' });
  const [sending, setSending] = useState(false);
  const latest = useRef(0);
  // A reply that comes after the page was left is for nobody.
  useEffect(
    () => () => {
      latest.current++;
    },
    [],
  );

  const call = useCallback(
    async (target: Target, params: unknown, before: CallReply[]) => {
      const ticket = ++latest.current;
      setSending(true);
      const { account, region, operation } = target;
      const next = await unwrap(commands.callOperation(account, region, operation, params)).then(
        (reply): Answer => ({ kind: 'pages', pages: [...before, reply], at: before.length, target }),
        (error): Answer => ({ kind: 'refused', error }),
      );
      void client.invalidateQueries({ queryKey: keys.explorer.calls });
      if (ticket !== latest.current) return;
      setSending(false);
      setAnswer(next);
    },
    [client],
  );

  return {
    answer,
    sending,
    send: useCallback((target: Target, params: unknown) => void call(target, params, []), [call]),
    /** To another page: one that is here already, or the next one of the last. */
    turnTo: (page: number) => {
      if (answer.kind !== 'pages') return;
      const { pages, target } = answer;
      const last = pages.at(-1);
      if (page < pages.length) setAnswer({ ...answer, at: page });
      else if (last && last.nextPage !== null) void call(target, last.nextPage, pages);
    },
    follow: useCallback((activity: Activity) => {
      latest.current++;
      setSending(false);
      setAnswer({ kind: 'applied', activity });
    }, []),
  };
}
