import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PutAside, StartedAnew, TroubleView } from '../../ipc/bindings';
import { keys } from '../../ipc/keys';
import { KeptFiles } from './KeptFiles';
import { KeptJournal } from './KeptJournal';
import classes from './Trouble.module.css';
import { TroubleBar } from './TroubleBar';
import { WaysOut } from './WaysOut';

/** In place of the program when it cannot start: what happened, where, and what one can do about it. */
export default function TroublePage({ trouble }: { trouble: TroubleView }) {
  const client = useQueryClient();
  const [reading, setReading] = useState(false);
  const [kept, setKept] = useState<PutAside | null>(null);
  const [runs, setRuns] = useState(false);

  /** What is in the way now; nothing: the program takes this page's place. */
  const tell = (now: TroubleView | null) => client.setQueryData(keys.start.trouble, now);
  const begun = ({ kept: aside, trouble: still }: StartedAnew) => {
    setKept(aside);
    setRuns(still === null);
    if (still) tell(still);
  };

  return (
    <div className={classes.frame}>
      <TroubleBar />
      <main className={classes.main}>
        {kept && runs ? (
          <KeptFiles kept={kept} onDone={() => tell(null)} />
        ) : reading ? (
          <KeptJournal onBack={() => setReading(false)} />
        ) : (
          <WaysOut trouble={trouble} kept={kept} onNow={tell} onAnew={begun} onRead={() => setReading(true)} />
        )}
      </main>
    </div>
  );
}
