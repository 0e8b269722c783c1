import type { Activity, JournalEntry } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';

type Act = Pick<Activity | JournalEntry, 'cloud' | 'operation' | 'ordered' | 'resources'>;

/** Whether the things of an act are instances, which can be opened as rows of the table. Hosts are ordered by number, too. */
export function useAreInstances({ cloud, operation, ordered = null, resources }: Act): boolean {
  const creates = useCloud(cloud)?.createOperation ?? operation;
  return (ordered !== null && operation === creates) || resources.some(({ state }) => state !== null);
}
