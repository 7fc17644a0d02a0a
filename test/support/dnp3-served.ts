import type { Opaque, Point } from '../../shared/domain/point';
import type { Value } from '../../shared/domain/value';
import type { ByteChannel } from '../../electron/io/channel';
import { openTcpClient } from '../../electron/io/tcp-client';
import { createDnp3Protocol } from '../../electron/protocols/dnp3';
import type { ServedSource, Server, ServerContext, ServerHost } from '../../electron/protocols/protocol';
import { DEFAULT_MASTER, directOperate, Dnp3Line, integrityPoll, masterLink, MasterSession, selectBeforeOperate, type Command, type LinkSettings, type MasterSettings, type MasterTask, type Report, type TaskOutcome } from '../../electron/stacks/dnp3';
import { makePoint } from './domain-fixtures';
import { systemClock } from './modbus-line';

/** A write as the source saw it. */
interface SeenWrite {
  readonly point: string;
  readonly value: Value;
  readonly client: string;
  readonly operation: string;
}

/** Values that a test sets, served as outstations. */
export class TestSource implements ServedSource {
  readonly values = new Map<string, Value | undefined>();
  readonly writes: SeenWrite[] = [];
  accepts = true;

  constructor(readonly devices: ServedSource['devices']) {}

  read(pointId: string): Value | undefined {
    return this.values.has(pointId) ? this.values.get(pointId) : 0;
  }

  write(pointId: string, value: Value, client: string, operation: string): boolean {
    this.writes.push({ point: pointId, value, client, operation });
    if (this.accepts) this.values.set(pointId, value);
    return this.accepts;
  }
}

/** One point of each kind that a feeder's outstation has. */
export function feederPoints() {
  return {
    breaker: makePoint({ name: 'Breaker', dataType: 'uint16', address: { type: 'double-bit-input', index: 0 } }),
    door: makePoint({ name: 'Door', dataType: 'boolean', address: { type: 'binary-input', index: 0 } }),
    voltage: makePoint({ name: 'Voltage', dataType: 'float32', deadband: 5, address: { type: 'analog-input', index: 0 } }),
    energy: makePoint({ name: 'Energy', dataType: 'uint32', address: { type: 'counter', index: 0 } }),
    close: makePoint({ name: 'Close', dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0 } }),
    locked: makePoint({ name: 'Locked', dataType: 'boolean', access: 'read', address: { type: 'binary-output', index: 1 } }),
    setpoint: makePoint({ name: 'Setpoint', dataType: 'int16', access: 'read-write', low: 0, high: 100, address: { type: 'analog-output', index: 0 } }),
  };
}

export interface ServedDnp3 {
  readonly host: ServerHost;
  readonly server: Server;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a source on one port, a free one of TCP unless told otherwise. */
export async function serveDnp3(source: ServedSource, settings: Opaque = {}, secret?: ServerContext['secret']): Promise<ServedDnp3> {
  const capability = createDnp3Protocol().server;
  if (capability === undefined) throw new Error('DNP3 serves nothing');
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, failure: (what: string) => what };
  const host = capability.createHost(source, { clock: systemClock, log: silent, identity: { name: 'Feeder', product: 'ThermaCore Workstation', version: '9.8.7' }, ...(secret === undefined ? {} : { secret }) });
  const server = await host.open({ port: 0, ...settings }, () => undefined);
  return { host, server, port: Number(server.address.slice(server.address.lastIndexOf(':') + 1)), close: () => server.close() };
}

export interface TestMaster {
  readonly line: Dnp3Line;
  readonly session: MasterSession;
  readonly reports: Report[];
  /** Internal indications of every response. */
  readonly indications: number[];
  readonly unsolicited: Report[];
  run(make: (done: (outcome: TaskOutcome) => void) => MasterTask): Promise<TaskOutcome>;
  poll(): Promise<TaskOutcome>;
  operate(command: Pick<Command, 'group' | 'variation' | 'index' | 'value'>, how?: 'select' | 'direct'): Promise<TaskOutcome>;
  close(): void;
}

/** Settings of a master that does nothing by itself. */
export const QUIET: Partial<MasterSettings> = { responseTimeoutMs: 2000, integrityEveryMs: 0, pollOnIndication: false, timeSync: 'none', unsolicitedClasses: [] };

/** Masters of the library on one connection, one for each pair of addresses. */
export async function connectMasters(port: number | ByteChannel, stations: readonly { readonly outstation: number; readonly master: number; readonly settings?: Partial<MasterSettings>; readonly link?: Partial<LinkSettings> }[]): Promise<TestMaster[]> {
  const line = new Dnp3Line();
  const masters = stations.map(({ outstation, master, settings = {}, link = {} }): TestMaster => {
    const reports: Report[] = [];
    const unsolicited: Report[] = [];
    const indications: number[] = [];
    const session = new MasterSession(
      { ...DEFAULT_MASTER, ...settings, link: masterLink(master, outstation, { timeoutMs: 500, retries: 0, ...link }) },
      {
        onReports: (given, isUnsolicited) => {
          reports.push(...given);
          if (isUnsolicited) unsolicited.push(...given);
        },
        onIndications: (iin) => void indications.push(iin),
        currentTime: () => Date.now(),
        onOnline: () => undefined,
      },
      line.environment,
      line.now,
    );
    line.add(session);
    const run: TestMaster['run'] = (make) => new Promise((resolve) => session.submit(make(resolve), line.now));
    return {
      line,
      session,
      reports,
      indications,
      unsolicited,
      run,
      poll: () => run((done) => integrityPoll(done)),
      operate: (command, how = 'select') => run((done) => (how === 'select' ? selectBeforeOperate([command], done) : directOperate([command], true, done))),
      close: () => line.close(),
    };
  });
  line.attach(typeof port === 'number' ? await openTcpClient({ host: '127.0.0.1', port, connectTimeoutMs: 2000 }) : port);
  return masters;
}

/** The last report of a point. */
export function lastOf(reports: readonly Report[], point: Point, type: Report['type']): Report | undefined {
  return reports.findLast((report) => report.type === type && report.index === point.address['index']);
}
