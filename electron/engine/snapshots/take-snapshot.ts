import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { bad } from '../../../shared/domain/quality';
import type { SnapshotDevice, SnapshotValue } from '../../../shared/domain/snapshot';
import { encodeValue, hexWords } from '../../../shared/domain/value';
import type { Protocol } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { lineByLine, readPoints, type PointRead } from './read-points';

export interface FoundContext {
  readonly project: ActiveProject;
  readonly protocol: (name: string) => Protocol | null;
  /** Told after each batch: of which device, and how many of all points are done. */
  readonly onProgress: (label: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** The values of devices as found: every point in the order of the map, what could not be read with its reason. */
export async function readDevices({ project, protocol: find, onProgress, signal }: FoundContext, devices: readonly Device[]): Promise<SnapshotDevice[]> {
  const total = devices.reduce((sum, { points }) => sum + points.length, 0);
  let done = 0;
  const found = new Map<string, SnapshotDevice>();
  await lineByLine(devices, async (device) => {
    const protocol = find(device.protocol);
    const reads = new Map<string, PointRead>();
    if (protocol !== null) {
      await readPoints(project, device, protocol, (batch) => {
        for (const read of batch) reads.set(read.point.id, read);
        onProgress(device.deviceId, done + reads.size, total);
      }, signal);
    }
    done += device.points.length;
    onProgress(device.deviceId, done, total);
    const values = device.points.map((point) => valueOf(point, reads.get(point.id), protocol));
    found.set(device.id, { deviceId: device.id, label: device.deviceId, protocol: device.protocol, values });
  });
  return devices.flatMap(({ id }) => found.get(id) ?? []);
}

function valueOf(point: Point, read: PointRead | undefined, protocol: Protocol | null): SnapshotValue {
  const { id: pointId, name, dataType, access, scale, offset, unit } = point;
  const about = { pointId, name, address: protocol?.addressTexts(point)[0] ?? '', dataType, access, scale, offset, unit };
  if (read === undefined) return { ...about, value: null, raw: null, quality: bad(access === 'write' ? 'Can only be written' : 'Not read'), time: null };
  const { reading, value, quality } = read;
  return { ...about, value: encodeValue(value), raw: reading?.raw ? hexWords(reading.raw) : null, quality, time: reading?.receivedTime ?? null };
}
