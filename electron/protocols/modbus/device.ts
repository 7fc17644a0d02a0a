import type { Diagnostics } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { Driver, Reading } from '../protocol';
import { BlockReader } from './block-reader';
import { DeviceInspect } from './device-inspect';
import { DeviceSession } from './device-session';
import type { SessionDependencies } from './device-session';
import { DeviceWrite } from './device-write';
import { AddressFindings } from './findings';
import { isBitTable } from './point-address';
import { layoutOf } from './point-layout';

/** One Modbus device: one unit identifier on a line. */
export class ModbusDevice implements Driver {
  readonly session: DeviceSession;
  readonly write: DeviceWrite;
  readonly inspect: DeviceInspect;
  readonly poll = {
    read: (points: readonly Point[], options: { readonly urgent: boolean; readonly signal: AbortSignal }): Promise<Reading[]> =>
      this.#reader.read(points, options.urgent, options.signal),
  };
  readonly #d: SessionDependencies;
  readonly #reader: BlockReader;
  readonly #onClose: () => void;

  constructor(dependencies: SessionDependencies, onClose: () => void) {
    const { settings, context, clock, lineSettings } = dependencies;
    this.#d = dependencies;
    this.#onClose = onClose;
    this.session = new DeviceSession(dependencies);
    const findings = new AddressFindings(context.findings, clock.monotonicMs());
    this.#reader = new BlockReader({ settings, session: this.session, findings, context, clock });
    this.write = new DeviceWrite(lineSettings, settings, this.session, clock);
    this.inspect = new DeviceInspect(lineSettings, settings, this.#reader);
  }

  connect(): void {
    this.session.connect();
  }

  disconnect(): Promise<void> {
    this.session.disconnect();
    return Promise.resolve();
  }

  setPoints(points: readonly Point[]): void {
    this.#reader.retain(points);
    this.inspect.setLengths(lengths(points, this.#d));
    const probe = this.#reader.probeFor(points);
    if (probe !== null) this.session.setProbe(probe);
  }

  diagnostics(): Diagnostics {
    return this.#d.traffic.diagnostics();
  }

  roundTripMs(): number | null {
    return this.#d.traffic.roundTrips.mean();
  }

  close(): Promise<void> {
    this.session.close();
    this.#onClose();
    return Promise.resolve();
  }
}

/** Octets that each point takes in an answer. */
function lengths(points: readonly Point[], { settings }: SessionDependencies): Map<string, number> {
  const octets = new Map<string, number>();
  for (const point of points) {
    const laid = layoutOf(point, settings.byteOrder);
    if ('layout' in laid) octets.set(point.id, isBitTable(laid.layout.address.table) ? 1 : laid.layout.count * 2);
  }
  return octets;
}
