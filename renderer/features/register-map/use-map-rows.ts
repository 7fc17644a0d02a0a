import { useEffect, useMemo, useRef } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useProcedure } from '../../client/hooks';
import type { ProcedureResult } from '../../client/hooks';
import { buildRows } from './build-rows';
import type { PointRow } from './point-row';

const NONE: Readonly<Record<string, readonly string[]>> = {};

/** The addresses of a device's points as text; asked for again whenever the points change. */
export function useAddresses(device: Device | undefined): ProcedureResult<'points.addresses'> {
  const result = useProcedure('points.addresses', device === undefined ? null : { deviceId: device.id });
  const { reload } = result;
  const points = device?.points;
  const asked = useRef(points);
  useEffect(() => {
    if (asked.current === points) return;
    asked.current = points;
    reload();
  }, [points, reload]);
  return result;
}

/** All rows of a device, with their addresses as text. */
export function useMapRows(device: Device, description: ProtocolDescription): readonly PointRow[] {
  const { data } = useAddresses(device);
  const { points } = device;
  return useMemo(() => buildRows(points, data ?? NONE, description), [points, data, description]);
}
