import type { Device } from '../../../shared/domain/device';

/** So many points of a device are taken in at once: some 20 ms. */
const POINTS_A_PORTION = 5000;

/** The device with more and more of its points, and at last itself: 60,000 of them at once would hold up everybody for 200 ms. */
export function* growingDevice(device: Device): Generator<Device> {
  for (let count = POINTS_A_PORTION; count < device.points.length; count += POINTS_A_PORTION) yield { ...device, points: device.points.slice(0, count) };
  yield device;
}
