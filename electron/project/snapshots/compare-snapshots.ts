import type { SnapshotDifference } from '../../../shared/contract/snapshots';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { SnapshotDevice, SnapshotValue } from '../../../shared/domain/snapshot';
import type { WireValue } from '../../../shared/domain/value';

export interface CompareSnapshots {
  readonly old: readonly SnapshotDevice[];
  readonly now: readonly SnapshotDevice[];
  /** The devices of the project, for what can be restored. */
  readonly devices: readonly Device[];
  /** The first notation of a point's address, by which a snapshot knows it. */
  readonly addressOf: (protocol: string, point: Point) => string;
  /** The address as the device is shown. */
  readonly shownAddress: (device: Device, point: Point) => string;
}

/** Both sides beside each other, point by point in the order of the old one, then what only the new one has. Pure. */
export function compareSnapshots({ old, now, devices, addressOf, shownAddress }: CompareSnapshots): SnapshotDifference[] {
  const present = new Map(devices.flatMap((device) => device.points.map((point) => [point.id, { device, point }] as const)));
  const found = new Map(now.flatMap((device) => device.values.map((value) => [value.pointId, { device, value }] as const)));
  const rows: SnapshotDifference[] = [];
  for (const device of old) {
    for (const value of device.values) {
      const other = found.get(value.pointId);
      found.delete(value.pointId);
      const owner = present.get(value.pointId);
      rows.push({
        ...about(device, value),
        ...(owner === undefined ? {} : { address: shownAddress(owner.device, owner.point) }),
        old: sideOf(value),
        now: other === undefined ? null : sideOf(other.value),
        ...difference(value, other?.value),
        notRestorable: owner === undefined ? 'The project does not have the point any more' : whyNotRestorable(value, owner.point, addressOf(owner.device.protocol, owner.point)),
      });
    }
  }
  for (const { device, value } of found.values()) {
    rows.push({ ...about(device, value), old: null, now: sideOf(value), state: 'only-new', delta: null, notRestorable: 'The snapshot does not have it' });
  }
  return rows;
}

/** Why a value that was found can't be written back to the point as it is now; empty when it can. */
export function whyNotRestorable(value: SnapshotValue, point: Point, address: string): string {
  if (point.access === 'read') return 'Is read-only';
  if (value.quality.level === 'bad') return `Was bad: ${value.quality.reason}`;
  if (value.value === null) return 'Had no value';
  if (value.address !== address) return `Was at ${value.address}, is at ${address} now`;
  if (value.dataType !== point.dataType) return `Was ${value.dataType}, is ${point.dataType} now`;
  if (value.scale !== point.scale || value.offset !== point.offset) return 'Had another scale or offset';
  return '';
}

function about(device: SnapshotDevice, { pointId, name, address, unit }: SnapshotValue): Pick<SnapshotDifference, 'pointId' | 'deviceId' | 'device' | 'name' | 'address' | 'unit'> {
  return { pointId, deviceId: device.deviceId, device: device.label, name, address, unit };
}

function sideOf({ value, raw, quality }: SnapshotValue): SnapshotDifference['old'] {
  return { value, raw, quality };
}

function difference(old: SnapshotValue, now: SnapshotValue | undefined): Pick<SnapshotDifference, 'state' | 'delta'> {
  if (now === undefined) return { state: 'only-old', delta: null };
  if (old.quality.level === 'bad' || now.quality.level === 'bad') return { state: 'unknown', delta: null };
  return old.value === now.value ? { state: 'same', delta: null } : { state: 'different', delta: deltaOf(old.value, now.value) };
}

/** Exact for 64-bit integers, which come as text; rounded to what a float's digits can show for numbers. */
function deltaOf(old: WireValue, now: WireValue): number | string | null {
  if (typeof old === 'number' && typeof now === 'number') return Number((now - old).toPrecision(12));
  const [from, to] = [wide(old), wide(now)];
  if (from === null || to === null) return null;
  const delta = to - from;
  return Number.isSafeInteger(Number(delta)) ? Number(delta) : delta.toString();
}

function wide(value: WireValue): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : null;
}
