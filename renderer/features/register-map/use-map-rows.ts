import { useEffect, useMemo, useRef } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useProcedure } from '../../client/hooks';
import type { ProcedureResult } from '../../client/hooks';
import { buildRows } from './build-rows';
import type { WordBits } from './build-rows';
import type { PointRow } from './point-row';

const NONE: Readonly<Record<string, readonly string[]>> = {};

/** Asks again whenever the points change. */
function useWithPoints(points: Device['points'] | undefined, reload: () => void): void {
  const asked = useRef(points);
  useEffect(() => {
    if (asked.current === points) return;
    asked.current = points;
    reload();
  }, [points, reload]);
}

/** The addresses of a device's points as text. */
export function useAddresses(device: Device | undefined): ProcedureResult<'points.addresses'> {
  const result = useProcedure('points.addresses', device === undefined ? null : { deviceId: device.id });
  useWithPoints(device?.points, result.reload);
  return result;
}

/** The bits of a device's words that are points; undefined until it is known. */
export function useWordBits(device: Device | undefined): WordBits | undefined {
  const { data, reload } = useProcedure('points.wordBits', device === undefined ? null : { deviceId: device.id });
  useWithPoints(device?.points, reload);
  return data;
}

/** All rows of a device, with their addresses as text. */
export function useMapRows(device: Device, description: ProtocolDescription): readonly PointRow[] {
  const { data } = useAddresses(device);
  const words = useWordBits(device);
  const { points } = device;
  return useMemo(() => buildRows(points, data ?? NONE, description, words), [points, data, description, words]);
}
