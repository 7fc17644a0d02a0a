import { useEffect, useState } from 'react';
import { z } from 'zod';
import { useApp } from '../../app/app-context';
import { pastRequestSchema, withPast } from './request-draft';
import type { PastRequest } from './request-draft';

const listSchema = z.array(pastRequestSchema);

/** The last requests to a device; kept with the person's preferences, so that they are there the next day. */
export function usePastRequests(deviceId: string): readonly [readonly PastRequest[], (one: PastRequest) => void] {
  const { preferences } = useApp();
  const key = `raw-requests.${deviceId}`;
  const [past, setPast] = useState<readonly PastRequest[]>([]);
  useEffect(() => {
    let gone = false;
    preferences
      .get(key, listSchema)
      .then((kept) => {
        if (!gone) setPast(kept ?? []);
      })
      // Without them the list begins empty.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [preferences, key]);
  const add = (one: PastRequest): void => {
    const next = withPast(past, one);
    setPast(next);
    preferences.set(key, () => next);
  };
  return [past, add];
}
