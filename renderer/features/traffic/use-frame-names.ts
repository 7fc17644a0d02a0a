import { useMemo } from 'react';
import type { CaptureState, FrameRow } from '../../../shared/contract/frames';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import type { FrameNames } from './frame-filter';
import { sourceName } from './source-name';

/** What sources of frames, devices and protocols are called: as the project says, and where it does not know a source, as the capture does. */
export function useFrameNames(held: CaptureState['sources'] | undefined): FrameNames {
  const { session } = useApp();
  const protocols = useStore(session.protocols);
  const project = useOpenProject()?.project;
  const devices = project?.devices;
  const lines = project?.lines;
  const simulators = project?.simulators;
  return useMemo(() => {
    const labels = new Map(devices?.map(({ id, deviceId }) => [id, deviceId]));
    const sources = new Map([
      ...(held ?? []).map(({ sourceId, kind, name, protocol }) => [sourceId, { name: sourceName(kind, name), protocol }] as const),
      ...(lines ?? []).map(({ id, name, protocol }) => [id, { name: sourceName('line', name), protocol }] as const),
      ...(simulators ?? []).map(({ id, name, protocol }) => [id, { name: sourceName('simulator', name), protocol }] as const),
    ]);
    const titles = new Map(protocols.map(({ name, title }) => [name, title]));
    const source = (row: FrameRow): string => sources.get(row.sourceId)?.name ?? '';
    return {
      // Octets that name nobody are the source's.
      device: (row) => (row.deviceId === null ? row.station || source(row) : (labels.get(row.deviceId) ?? row.station)),
      source,
      protocol: (row) => titles.get(sources.get(row.sourceId)?.protocol ?? '') ?? '',
    };
  }, [devices, lines, simulators, protocols, held]);
}
