import { useEffect, useState } from 'react';
import { useLive } from './client-context';
import { whileVisible } from './while-visible';

/** The engine's present time in microseconds, renewed every `everyMs`; ages are counted by the screen from it. */
export function useNow(everyMs: number): number {
  const { clockOffset } = useLive();
  const [now, setNow] = useState(() => Date.now() * 1000 + clockOffset.get());
  useEffect(() => whileVisible(everyMs, () => setNow(Date.now() * 1000 + clockOffset.get())), [everyMs, clockOffset]);
  return now;
}
