import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { startTroubleQuery } from '../ipc/queries/start';

const TroublePage = lazy(() => import('../features/trouble/TroublePage'));

/** The program once it runs; until then, what is in its way. */
export function StartGate({ children }: { children: ReactNode }) {
  const { data: trouble, isPending } = useQuery(startTroubleQuery);
  if (isPending) return null;
  if (!trouble) return children;
  return (
    <Suspense fallback={null}>
      <TroublePage trouble={trouble} />
    </Suspense>
  );
}
