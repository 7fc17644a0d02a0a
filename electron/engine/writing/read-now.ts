import type { Point } from '../../../shared/domain/point';
import type { Reading } from '../../protocols/protocol';
import type { DeviceRuntime } from '../devices/device-runtime';

/**
 * Reads points of a device ahead of polls, and brings what came to cache, screens and history at once. Nothing where the
 * driver is gone or can't be asked.
 */
export async function readNow(running: DeviceRuntime, points: readonly Point[], signal: AbortSignal): Promise<Reading[]> {
  const { driver, acquired } = running;
  if (!driver?.poll) return [];
  const readings = await driver.poll.read(points, { urgent: true, signal });
  // The one that belonged to this driver: where the driver was made anew meanwhile, it is closed and takes nothing in.
  acquired?.takeIn(readings, points);
  return readings;
}
