import { useMemo } from 'react';
import { useLive } from '../../client/client-context';
import { useOpenProject } from '../../client/hooks';
import { useAllKeyed, useStorePart } from '../../client/store';
import { problemsOf, type Problem } from './problem-list';

export function useProblems(): readonly Problem[] {
  const live = useLive();
  const open = useOpenProject();
  const statuses = useAllKeyed(live.devices);
  const historyError = useStorePart(live.metrics, (metrics) => metrics?.historyError ?? null);
  return useMemo(() => problemsOf(open ?? null, statuses, historyError), [open, statuses, historyError]);
}
