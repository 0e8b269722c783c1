import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ActionPreview, InstanceAction, InstanceKey, NounActView } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { useActForm } from '../nouns/useActForm';
import { textOfKey } from './instanceKey';
import { useInstanceActions } from './useInstanceActions';

type Acts = {
  /** Does something with instances, through the confirmation. */
  act: (action: InstanceAction, preview: ActionPreview) => void;
  /** Does whatever else an operation can do with an instance, through its form and the confirmation. */
  perform: (act: NounActView, key: InstanceKey, name: string) => void;
  /** The instances that are marked, or else the one whose details are open: what "stop" means when nothing else is said. */
  meant: InstanceKey[];
};

const ActsContext = createContext<Acts>({ act: () => undefined, perform: () => undefined, meant: [] });
const MeanContext = createContext<(keys: InstanceKey[]) => void>(() => undefined);

/** Holds what is meant on the page, and the confirmation of what is called up from a menu or the palette, which are gone by then. */
export function InstanceActsProvider({ children }: { children: ReactNode }) {
  const [meant, mean] = useState<InstanceKey[]>([]);
  const { act, dialog } = useInstanceActions();
  const accounts = useAccounts();
  const { open, dialog: form } = useActForm();
  const perform = useCallback(
    (wanted: NounActView, { account, region, id }: InstanceKey, name: string) =>
      open({
        act: wanted,
        subject: { id, name, within: {} },
        accounts: accounts.map((view) => view.account).filter((one) => one.id === account),
        region,
        anyRegion: false,
      }),
    [open, accounts],
  );
  const acts = useMemo(() => ({ act, perform, meant }), [act, perform, meant]);
  return (
    <MeanContext value={mean}>
      <ActsContext value={acts}>{children}</ActsContext>
      {dialog}
      {form}
    </MeanContext>
  );
}

/** Acts on instances from everywhere, and which ones are meant. */
export function useInstanceActs(): Acts {
  return useContext(ActsContext);
}

/** Says which instances are meant while this page is there. */
export function useMeant(keys: InstanceKey[]): void {
  const mean = useContext(MeanContext);
  const same = keys.map(textOfKey).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same instances are the same, whoever lists them
  useEffect(() => {
    mean(keys);
    return () => mean([]);
  }, [mean, same]);
}
