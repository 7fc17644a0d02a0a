import { useState } from 'react';
import type { WireSample } from '../../../shared/domain/sample';
import { usePointSample } from '../../client/hooks';

export interface OldValue {
  /** The value that the person has seen and taken as the old one. */
  readonly seen: WireSample | undefined;
  readonly now: WireSample | undefined;
  /** Takes the present value as the old one. */
  readonly takeNow: () => void;
}

/** The old value of a write: the first that comes, held until the person takes another. */
export function useOldValue(pointId: string): OldValue {
  const now = usePointSample(pointId);
  const [seen, setSeen] = useState<WireSample | undefined>(undefined);
  if (seen === undefined && now !== undefined) setSeen(now);
  return { seen, now, takeNow: () => setSeen(now) };
}
