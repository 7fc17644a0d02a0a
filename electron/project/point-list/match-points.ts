import type { PointListProtocol } from './export-point-list';
import type { PreviewRow } from './preview';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';

/** Finds the device's point that a row means, and rows that would clash with another row or another point. */
export class PointMatcher {
  private readonly byId: ReadonlyMap<string, Point>;
  private readonly byKey = new Map<string, Point>();
  /** Null where several points have the address. */
  private readonly byAddress = new Map<string, Point | null>();
  private readonly claimed = new Map<string, number>();

  constructor(
    private readonly device: Device,
    private readonly protocol: Pick<PointListProtocol, 'addressKey'>,
    private readonly isIdTaken: (id: string) => boolean,
  ) {
    this.byId = new Map(device.points.map((point) => [point.id, point]));
    for (const point of device.points) {
      this.byKey.set(this.key(point), point);
      const address = protocol.addressKey(point);
      this.byAddress.set(address, this.byAddress.has(address) ? null : point);
    }
  }

  /**
   * The point that a row means: the one with its id; without an id the one at its address with its sensor type, or the
   * only one at its address where the table has no sensor types.
   */
  find(id: string | undefined, given: { readonly point: Point; readonly sensorTypeGiven: boolean } | null): Point | null {
    if (id !== undefined) return this.byId.get(id) ?? null;
    if (given === null) return null;
    const exact = this.byKey.get(this.key(given.point)) ?? null;
    if (exact !== null || given.sensorTypeGiven) return exact;
    return this.byAddress.get(this.protocol.addressKey(given.point)) ?? null;
  }

  /** The id in the file where it is free, so that a list goes to another machine and back; else none. */
  newId(id: string | undefined): string | undefined {
    return id === undefined || this.isIdTaken(id) || this.claimed.has(id) ? undefined : id;
  }

  /** Notes that a row stands for a point. */
  claim(row: number, point: Point, existing: Point | null): void {
    if (existing !== null && this.claimed.has(existing.id)) return;
    this.claimed.set(point.id, row);
  }

  /** Turns rows bad that mean a point which an earlier row means, or that would answer to a key that is another's. */
  flagClashes(rows: PreviewRow[]): void {
    const owners = new Map<string, string>();
    const meant = new Set(rows.flatMap(({ point }) => (point === null ? [] : [point.id])));
    for (const point of this.device.points) if (!meant.has(point.id)) owners.set(this.key(point), `the point "${point.name}" of the device`);
    const ids = new Map<string, number>();
    for (const row of rows) {
      if (row.point === null) continue;
      const key = this.key(row.point);
      const twin = ids.get(row.point.id);
      const owner = owners.get(key);
      if (twin !== undefined) bad(row, 'id', `row ${twin} means the same point`);
      else if (owner !== undefined) bad(row, 'sensor_type', `would answer to the key ${key}, as ${owner} does: give it another sensor type or address`);
      else {
        ids.set(row.point.id, row.row);
        owners.set(key, `row ${row.row}`);
      }
    }
  }

  private key(point: Point): string {
    return `${point.sensorType}_${this.protocol.addressKey(point)}`;
  }
}

function bad(row: PreviewRow, column: string, message: string): void {
  row.action = 'bad';
  row.point = null;
  row.problems.push({ column, message });
}
