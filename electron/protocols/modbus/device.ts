import type { Diagnostics } from '../../../shared/contract/devices';
import { changedItems } from '../../../shared/domain/changed-items';
import type { Point } from '../../../shared/domain/point';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Driver, Reading, WriteCapability } from '../protocol';
import { BlockReader } from './block-reader';
import { DepthMeasurement } from './depth-measurement';
import { DeviceIdentify } from './device-identify';
import { DeviceInspect } from './device-inspect';
import { DeviceRequest } from './device-request';
import type { LineMember } from './device-request';
import { DeviceSession } from './device-session';
import type { SessionDependencies } from './device-session';
import { DeviceWrite } from './device-write';
import { AddressFindings } from './findings';
import { ScaleCheckedWrite } from './scale-checked-write';
import { SpecialReadings } from './special-readings';

/** The line of a device, as the device needs it. */
export interface DeviceOwner {
  /** Every device of the line. */
  members(): readonly LineMember[];
  onClose(device: ModbusDevice): void;
}

/** Different reads that a measurement of requests at once takes turns with. */
const MOST_SAMPLES = 32;

/** One Modbus device: one unit identifier on a line. */
export class ModbusDevice implements Driver {
  readonly session: DeviceSession;
  readonly write: WriteCapability;
  readonly inspect: DeviceInspect;
  readonly request: DeviceRequest;
  readonly identify: DeviceIdentify;
  readonly depth: DepthMeasurement;
  readonly poll = {
    requestsFor: (points: readonly Point[]): number => this.#reader.requestsFor(points),
    read: (points: readonly Point[], options: { readonly urgent: boolean; readonly signal: AbortSignal }): Promise<Reading[]> =>
      this.#special.read(points, options.urgent, options.signal),
  };
  readonly #d: SessionDependencies;
  readonly #reader: BlockReader;
  readonly #special: SpecialReadings;
  readonly #owner: DeviceOwner;
  #points: readonly Point[] = [];

  constructor(dependencies: SessionDependencies, owner: DeviceOwner) {
    const { settings, context, clock, lineSettings, link } = dependencies;
    this.#d = dependencies;
    this.#owner = owner;
    this.session = new DeviceSession(dependencies);
    const findings = new AddressFindings(context.findings, clock.monotonicMs());
    this.#reader = new BlockReader({ settings, session: this.session, findings, context, clock });
    this.#special = new SpecialReadings((points, urgent, signal) => this.#reader.read(points, urgent, signal));
    this.write = new ScaleCheckedWrite(new DeviceWrite({ lineSettings, settings, session: this.session, clock, context }), this.#special);
    this.request = new DeviceRequest({ lineSettings, settings, session: this.session, link, clock, members: () => owner.members() });
    this.identify = new DeviceIdentify(this.session, clock);
    const reads = (): ModbusRequest[] => this.#reader.sampleReads(this.#points.filter(({ access }) => access !== 'write'), MOST_SAMPLES);
    this.depth = new DepthMeasurement({ lineSettings, link, clock, unitId: settings.unitId, timeoutMs: settings.timeoutMs, reads });
    this.inspect = new DeviceInspect(lineSettings, settings, this.#reader);
  }

  get label(): string {
    return this.#d.context.label;
  }

  get timeoutMs(): number {
    return this.#d.settings.timeoutMs;
  }

  /** An answer of this unit came too late, or nobody had asked for it. */
  noteOdd(note: 'late' | 'stray'): void {
    this.#d.traffic.noteOdd(note);
  }

  connect(): void {
    this.session.connect();
  }

  disconnect(): Promise<void> {
    this.session.disconnect();
    return Promise.resolve();
  }

  setPoints(points: readonly Point[]): void {
    const { now, earlier } = changedItems(this.#points, points);
    const left = new Set(now.map(({ item }) => item.id));
    this.#reader.pointsChanged(earlier.map(({ id }) => id).filter((id) => !left.has(id)));
    this.#points = points;
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
    this.#owner.onClose(this);
    return Promise.resolve();
  }
}
