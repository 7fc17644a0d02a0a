import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { bad, NOT_CONNECTED, type Quality } from '../../../shared/domain/quality';
import type { Value } from '../../../shared/domain/value';
import { engineeringValue, qualityInRange } from '../../acquisition/scaling';
import type { Protocol, Reading } from '../../protocols/protocol';
import type { ActiveProject } from '../active-project';
import { readNow } from '../writing/read-now';

/** Points of one read: few enough that progress is seen and an end is heard soon, many enough to fill requests. */
const BATCH = 250;
/** Lines that are read at the same time; the devices of one line take their turns. */
const LINES_AT_ONCE = 16;

/** What one read of a point gave. */
export interface PointRead {
  readonly point: Point;
  /** As it came, not scaled; null where nothing was asked or nothing came. */
  readonly reading: Reading | null;
  /** In engineering units, its quality after the point's limits. */
  readonly value: Value;
  readonly quality: Quality;
}

/** Points in the order of their addresses, so that neighbours come in one request; as they stand where addresses do not count. */
function inAddressOrder(points: readonly Point[], protocol: Protocol): Point[] {
  const { addressSpace } = protocol;
  if (addressSpace === undefined) return [...points];
  const placed = points.map((point) => ({ point, span: addressSpace.span(point) }));
  placed.sort((a, b) => (a.span?.table ?? '').localeCompare(b.span?.table ?? '') || (a.span?.from ?? 0) - (b.span?.from ?? 0));
  return placed.map(({ point }) => point);
}

/**
 * Reads every readable point of a device once, ahead of polls; screens and history have the values at once. Of a device
 * that pushes it takes what came last. Ends early when told, with the batches so far.
 */
export async function readPoints(project: ActiveProject, device: Device, protocol: Protocol, onBatch: (batch: readonly PointRead[]) => void, signal: AbortSignal): Promise<void> {
  const points = inAddressOrder(device.points.filter(({ access }) => access !== 'write'), protocol);
  for (let at = 0; at < points.length; at += BATCH) {
    signal.throwIfAborted();
    const batch = points.slice(at, at + BATCH);
    const running = project.running.device(device.id);
    if (running?.driver?.poll === undefined) {
      onBatch(batch.map((point) => pushed(project, point)));
      continue;
    }
    const readings = new Map((await readNow(running, batch, signal)).map((reading) => [reading.pointId, reading]));
    onBatch(batch.map((point) => scaled(point, readings.get(point.id))));
  }
}

function scaled(point: Point, reading: Reading | undefined): PointRead {
  if (reading === undefined) return { point, reading: null, value: null, quality: bad(NOT_CONNECTED) };
  const value = engineeringValue(reading.value, point);
  return { point, reading, value, quality: qualityInRange(value, reading.quality, point) };
}

/** The cache has it scaled already. */
function pushed(project: ActiveProject, point: Point): PointRead {
  const sample = project.cache.latest(point.id);
  return { point, reading: sample, value: sample?.value ?? null, quality: sample?.quality ?? bad(NOT_CONNECTED) };
}

/** Does something with devices, those of one line one after the other, several lines at the same time. */
export async function lineByLine(devices: readonly Device[], work: (device: Device) => Promise<void>): Promise<void> {
  const byLine = new Map<string, Device[]>();
  for (const device of devices) byLine.set(device.lineId, [...(byLine.get(device.lineId) ?? []), device]);
  const waiting = [...byLine.values()];
  const lane = async (): Promise<void> => {
    for (let own = waiting.shift(); own !== undefined; own = waiting.shift()) for (const device of own) await work(device);
  };
  await Promise.all(Array.from({ length: Math.min(LINES_AT_ONCE, waiting.length) }, lane));
}
