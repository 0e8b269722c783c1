import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Params, prunedParams, withoutSecrets } from '../../forms/params';
import type { Schema } from '../../forms/schema';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';

/** How long after the last change a draft is written, in milliseconds. */
const PAUSE = 1200;

type Place = { cloud: string; account: string; region: string };

/**
 * Keeps a half-filled wizard across restarts, without its secrets. `changed`: nothing is written before a person has
 * changed something.
 */
export function useDraft(id: string, place: Place, schema: Schema, params: Params, title: string, changed: boolean) {
  const client = useQueryClient();
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const ended = useRef(false);
  const { cloud, account, region } = place;
  const kept = JSON.stringify(prunedParams(withoutSecrets(schema, params)));

  useEffect(() => {
    if (!changed || ended.current) return;
    const timer = setTimeout(() => {
      const draft = { id, cloud, account, region, params: JSON.parse(kept), title, savedAt: new Date().toISOString() };
      unwrap(commands.saveDraft(draft)).then(
        () => {
          setSavedAt(draft.savedAt);
          void client.invalidateQueries({ queryKey: keys.drafts.all });
        },
        // A draft is a convenience; the wizard goes on without, and says no "saved".
        () => setSavedAt(null),
      );
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [client, id, cloud, account, region, kept, title, changed]);

  /** Ends the draft: it was bought, or is not wanted any more. */
  const drop = useCallback(() => {
    ended.current = true;
    setSavedAt(null);
    void unwrap(commands.deleteDraft(id)).then(
      () => client.invalidateQueries({ queryKey: keys.drafts.all }),
      () => undefined,
    );
  }, [client, id]);

  return { savedAt, drop };
}
