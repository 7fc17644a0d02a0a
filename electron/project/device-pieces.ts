import { isRecord } from './migrations';
import type { DevicePiece } from './decoder-messages';

/** Points a message: a few milliseconds to unpack. */
const POINTS_A_PIECE = 500;

/** The list of devices of what was decoded (a project file's `content`, or an exported file's `project`); null where there is none. */
export function devicesOf(decoded: unknown): unknown[] | null {
  if (!isRecord(decoded)) return null;
  const project = isRecord(decoded['content']) ? decoded['content'] : decoded['project'];
  const devices = isRecord(project) ? project['devices'] : undefined;
  return Array.isArray(devices) ? devices : null;
}

/** Takes the devices out of what was decoded, in batches of about {@link POINTS_A_PIECE} points; nothing of them is looked at. */
export function* takeDevices(devices: unknown[]): Generator<DevicePiece[]> {
  let batch: DevicePiece[] = [];
  let weight = 0;
  for (const device of devices.splice(0)) {
    const listed: unknown = isRecord(device) ? device['points'] : undefined;
    const points: unknown[] = Array.isArray(listed) ? listed : [];
    batch.push({ device: isRecord(device) && points.length > 0 ? { ...device, points: [] } : device });
    weight += 10;
    for (let at = 0; at < points.length; at += POINTS_A_PIECE) {
      const piece = points.slice(at, at + POINTS_A_PIECE);
      batch.push({ points: piece });
      weight += piece.length;
      if (weight < POINTS_A_PIECE) continue;
      yield batch;
      batch = [];
      weight = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Puts a batch back. */
export function putDevices(devices: unknown[], pieces: readonly DevicePiece[]): void {
  for (const piece of pieces) {
    if ('device' in piece) {
      devices.push(piece.device);
      continue;
    }
    const last = devices.at(-1);
    const points: unknown = isRecord(last) ? last['points'] : undefined;
    if (!Array.isArray(points)) throw new Error('Points came without a device.');
    for (const point of piece.points) points.push(point);
  }
}
