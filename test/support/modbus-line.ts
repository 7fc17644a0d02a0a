import { randomUUID } from 'node:crypto';
import type { Finding } from '../../shared/domain/device';
import { pointSchema } from '../../shared/domain/point';
import type { Opaque, Point, PointInput } from '../../shared/domain/point';
import type { Clock, DeviceContext, Driver, DriverState, Frame, LineContext, LineDriver, LineState, Reading } from '../../electron/protocols/protocol';

/** The system's clocks. */
export const systemClock: Clock = { nowMicros: () => Math.round(Date.now() * 1000), monotonicMs: () => performance.now() };

/** A register point of a test, with whatever it does not care about filled in. */
export function registerPoint(address: number, fields: Partial<Omit<PointInput, 'address'>> & { table?: string; bit?: number; bitCount?: number; byteOrder?: string; length?: number } = {}): Point {
  const { table = 'holding-register', bit, bitCount, byteOrder, length, ...rest } = fields;
  const place = { table, address, ...(bit === undefined ? {} : { bit }), ...(bitCount === undefined ? {} : { bitCount }), ...(byteOrder === undefined ? {} : { byteOrder }), ...(length === undefined ? {} : { length }) };
  return pointSchema.parse({ id: randomUUID(), name: `T${address}`, dataType: 'uint16', access: 'read', ...rest, address: place });
}

/** What a line told its owner. */
export class LineRecorder {
  readonly states: LineState[] = [];
  readonly frames: Frame[] = [];
  readonly messages: string[] = [];
  readonly context: LineContext;

  constructor(clock: Clock = systemClock) {
    const note = (message: string): void => {
      this.messages.push(message);
    };
    this.context = {
      clock,
      log: {
        info: note,
        warn: note,
        error: note,
        failure: (what) => {
          this.messages.push(what);
          return `${what} E-1`;
        },
      },
      secret: () => Promise.resolve(null),
      onFrame: (frame) => this.frames.push(frame),
      onState: (state) => this.states.push(state),
    };
  }
}

/** What a device told its owner, and a few verbs for tests. */
export class DeviceUnderTest {
  readonly states: DriverState[] = [];
  readonly findings: Finding[] = [];
  readonly gone: string[] = [];
  readonly faults: unknown[] = [];
  readonly driver: Driver;
  points: readonly Point[];

  constructor(line: LineDriver, settings: Opaque, points: readonly Point[], known: readonly Finding[] = []) {
    this.points = points;
    const context: DeviceContext = {
      label: 'DEV-01',
      onState: (state) => this.states.push(state),
      onFinding: (finding) => this.findings.push(finding),
      onFindingGone: (_kind, key) => this.gone.push(key),
      findings: known,
      guard: (action) => (...args) => {
        try {
          action(...args);
        } catch (error) {
          this.faults.push(error);
        }
      },
    };
    this.driver = line.createDevice(settings, context);
    this.driver.setPoints(points);
  }

  get state(): DriverState {
    return this.states.at(-1) ?? { state: 'off', reason: '', nextTryAt: null };
  }

  read(urgent = false): Promise<Reading[]> {
    if (this.driver.poll === undefined) throw new Error('the driver is not asked');
    return this.driver.poll.read(this.points, { urgent, signal: new AbortController().signal });
  }

  /** Values of a read, and the reason in place of a bad one. */
  async values(urgent = false): Promise<unknown[]> {
    return (await this.read(urgent)).map((reading) => (reading.quality.level === 'good' ? reading.value : reading.quality.reason));
  }
}

/** Waits until something is so; fails with what it was. */
export async function until(check: () => boolean | Promise<boolean>, timeoutMs: number, what: string): Promise<number> {
  const startedMs = performance.now();
  while (!(await check())) {
    if (performance.now() - startedMs > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.now() - startedMs;
}
