import { useMemo } from 'react';
import type { FrameRow } from '../../../shared/contract/frames';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import type { FrameNames } from './frame-filter';

/** What frames' lines, devices and protocols are called in the open project. */
export function useFrameNames(): FrameNames {
  const { session } = useApp();
  const protocols = useStore(session.protocols);
  const project = useOpenProject()?.project;
  const devices = project?.devices;
  const lines = project?.lines;
  return useMemo(() => {
    const labels = new Map(devices?.map(({ id, deviceId }) => [id, deviceId]));
    const lineOf = new Map(lines?.map((line) => [line.id, line]));
    const titles = new Map(protocols.map(({ name, title }) => [name, title]));
    const line = (row: FrameRow): string => lineOf.get(row.lineId)?.name ?? '';
    return {
      // Octets that name nobody are the line's.
      device: (row) => (row.deviceId === null ? row.station || line(row) : (labels.get(row.deviceId) ?? row.station)),
      line,
      protocol: (row) => titles.get(lineOf.get(row.lineId)?.protocol ?? '') ?? '',
    };
  }, [devices, lines, protocols]);
}
