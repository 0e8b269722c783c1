import { lazy, Suspense, useEffect, useState } from 'react';
import { commands, events, type Unfinished } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';

const LeavingDialog = lazy(() => import('./LeavingDialog'));

/** Asks, when the window was to be closed and something would be left behind. The shell closes it once nothing is. */
export function LeavingQuestion() {
  const [unfinished, setUnfinished] = useState<Unfinished | null>(null);

  useEffect(() => {
    const listening = events.leavingHeld.listen(({ payload }) => setUnfinished(payload));
    // A page that is loaded anew after a crash has not heard what was asked before.
    void listening
      .then(() => unwrap(commands.leavingHeld()))
      .then((held) => held && setUnfinished((heard) => heard ?? held))
      .catch(() => undefined);
    return () => void listening.then((stop) => stop()).catch(() => undefined);
  }, []);

  if (!unfinished) return null;
  return (
    <Suspense fallback={null}>
      <LeavingDialog
        unfinished={unfinished}
        onStay={() => {
          setUnfinished(null);
          void unwrap(commands.stay());
        }}
        onLeave={() => void unwrap(commands.leaveNow())}
      />
    </Suspense>
  );
}
