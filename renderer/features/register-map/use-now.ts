import { useEffect, useState } from 'react';
import { useLive } from '../../client/client-context';
import { useStore } from '../../client/store';

/** The engine's time in microseconds, counted on by the screen every `everyMs`. */
export function useNow(everyMs = 100): number {
  const offset = useStore(useLive().clockOffset);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now * 1000 + offset;
}
