import { useEffect, useMemo, useRef } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useProcedure } from '../../client/hooks';
import { buildRows } from './build-rows';
import type { PointRow } from './point-row';

const NONE: Readonly<Record<string, readonly string[]>> = {};

/** All rows of a device, with their addresses as text; asked for again whenever the points change. */
export function useMapRows(device: Device, description: ProtocolDescription): readonly PointRow[] {
  const { data, reload } = useProcedure('points.addresses', { deviceId: device.id });
  const { points, settings } = device;
  const asked = useRef(points);
  useEffect(() => {
    if (asked.current === points) return;
    asked.current = points;
    reload();
  }, [points, settings, reload]);
  return useMemo(() => buildRows(points, data ?? NONE, description), [points, data, description]);
}
