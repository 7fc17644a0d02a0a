import type { ServedClient, SimulatedValue, SimulatorStatus, SimulatorWrite } from '../../../shared/contract/simulators';
import type { Point } from '../../../shared/domain/point';
import type { Fault, SimulatedUnit, Simulator, SimulatorPort } from '../../../shared/domain/simulator';
import { encodeValue, type Value } from '../../../shared/domain/value';
import { engineeringOf } from '../../simulation/raw-value';
import type { SourceInputs } from '../../simulation/running-source';
import type { Simulation } from '../../simulation/simulation';
import type { Clock, DriverLog, ServedSource, ServedFrameListener, ServerCapability, ServerHost, SwitchOrder } from '../../protocols/protocol';
import { eventSourceUnit, type EventSourceUnit, type Reached } from './event-source-unit';
import { KeptPort } from './kept-port';
import { RequestRates } from './request-rates';
import { UnitFiles } from './unit-files';
import { ValueTimes } from './value-times';
import { WriteLog } from './write-log';

export interface SimulatorRuntimeContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly server: ServerCapability;
  /** Who hears the frames of a port. */
  portListener(simulator: Simulator, port: SimulatorPort): ServedFrameListener;
  readonly product: { readonly name: string; readonly version: string };
  readonly live: SourceInputs['live'];
  /** Opens a secret of a served port by its reference. */
  secret(reference: string): Promise<string | null>;
  onChange(simulatorId: string): void;
  onWrite(write: SimulatorWrite): void;
}

/** What runs while it is started. */
interface Running {
  readonly simulation: Simulation;
  readonly host: ServerHost;
  readonly ports: Map<string, KeptPort>;
  readonly startedMs: number;
}

const TOTAL = 'total';

/** One simulator of the project: its values, its ports, and what is known of those who ask. */
export class SimulatorRuntime {
  private running: Running | null = null;
  /** Also after the end, so that what was asked can be looked at. */
  private host: ServerHost | null = null;
  private points = new Map<string, { readonly point: Point; readonly unitName: string }>();
  private writes = new WriteLog();
  private readonly rates = new RequestRates();
  private readonly times: ValueTimes;
  private since: number;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private simulator: Simulator,
    private readonly context: SimulatorRuntimeContext,
  ) {
    this.since = context.clock.nowMicros();
    this.times = new ValueTimes(() => context.clock.nowMicros());
    this.findPoints();
  }

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** Brings it to this definition, running or not; one change after the other. Resolves when it is there. */
  apply(simulator: Simulator, wanted: boolean): Promise<void> {
    const done = this.work.then(() => this.bring(simulator, wanted));
    this.work = done.catch(() => undefined);
    return done;
  }

  /** Lets the time go on. */
  tick(): void {
    const { running } = this;
    this.times.step();
    running?.simulation.advance(this.context.clock.monotonicMs() - running.startedMs);
    running?.host.tick?.();
    this.times.seen();
  }

  /** To be called about once a second. */
  measure(): void {
    const { running } = this;
    if (!running) return;
    const counts: [string, number][] = [[TOTAL, running.host.counts().requests]];
    for (const { port, clients } of this.portClients(running)) for (const { address, requests } of clients) counts.push([`${port.id} ${address}`, requests]);
    this.rates.look(counts, this.context.clock.monotonicMs());
  }

  status(): SimulatorStatus {
    const { running, simulator } = this;
    const ports = simulator.ports.map(({ id }) => running?.ports.get(id)?.status() ?? { portId: id, state: 'closed' as const, address: '', reason: '' });
    const counts = this.host?.counts() ?? { requests: 0, refused: 0 };
    return {
      simulatorId: simulator.id,
      state: running ? stateOf(ports) : 'off',
      reason: ports.map(({ reason }) => reason).filter((reason) => reason !== '').join(' '),
      since: this.since,
      ports,
      clients: running ? this.clients(running) : [],
      requests: counts.requests,
      requestsPerSecond: running ? this.rates.of(TOTAL) : 0,
      refused: counts.refused,
      writes: this.writes.total,
      faultsMet: this.host?.faultsMet() ?? {},
      pointsInTrouble: running?.simulation.pointsInTrouble() ?? 0,
      switchesOn: running ? this.switchesOn(running) : [],
    };
  }

  /** The present values; none while it does not run. */
  values(pointIds: readonly string[]): SimulatedValue[] {
    return pointIds.map((pointId) => this.value(pointId)).filter((value) => value !== null);
  }

  value(pointId: string): SimulatedValue | null {
    const read = this.running?.simulation.read(pointId) ?? null;
    const switches = this.running?.host.switches?.onAt(pointId) ?? [];
    return read && { pointId, value: encodeValue(read.value), origin: read.origin, problem: read.problem, switches: [...switches] };
  }

  /** The unit that a device is whose line leads here; null where it is none. */
  sourceOf(reached: Reached): EventSourceUnit | null {
    const { running } = this;
    const changes = running?.host.changes;
    return running && changes ? eventSourceUnit(this.simulator, this.context.server, running.ports.values(), changes, reached) : null;
  }

  point(pointId: string): Point | null {
    return this.points.get(pointId)?.point ?? null;
  }

  /** Sets a raw value; null gives the point back to its behaviour. */
  set(pointId: string, raw: Value): void {
    this.times.touch(pointId);
    this.running?.simulation.set(pointId, raw);
  }

  reset(): void {
    this.running?.simulation.reset();
  }

  recentWrites(limit: number): SimulatorWrite[] {
    return this.writes.recent(limit);
  }

  asked(): ReturnType<ServerHost['asked']> {
    return this.host?.asked() ?? { asked: [], notKept: 0 };
  }

  forgetAsked(): void {
    this.host?.forgetAsked();
  }

  learned(): ReturnType<ServerHost['learned']> {
    return this.host?.learned() ?? [];
  }

  /** What its units keep, also after it was stopped. */
  get files(): UnitFiles {
    return new UnitFiles(this.host?.files, this.simulator.units, (settings) => this.context.server.unitKey(settings));
  }

  faultOnce(fault: Pick<Fault, 'kind' | 'settings' | 'scope'>): void {
    this.running?.host.faultOnce(fault);
  }

  /** Switches a state of a unit, or lets an action happen; null, or in plain words why it can't. */
  switch(unit: SimulatedUnit, order: Omit<SwitchOrder, 'unit'>): string | null {
    const switches = this.running?.host.switches;
    const problem = switches === undefined ? 'It has no switches' : switches.order({ ...order, unit: this.context.server.unitKey(unit.settings) });
    if (problem === null) this.context.onChange(this.simulator.id);
    return problem;
  }

  async close(): Promise<void> {
    await this.apply(this.simulator, false);
  }

  private async bring(simulator: Simulator, wanted: boolean): Promise<void> {
    const before = this.simulator;
    this.simulator = simulator;
    if (before.units !== simulator.units) this.findPoints();
    if (!wanted) await this.stop();
    else if (this.running) await this.follow(this.running, before, simulator);
    else await this.start();
    this.context.onChange(simulator.id);
  }

  private async start(): Promise<void> {
    // What computes values, and the expressions' library above all, is loaded with the first simulator that starts.
    const { Simulation } = await import('../../simulation/simulation');
    const { simulator, context } = this;
    const simulation = new Simulation(context.live);
    simulation.define(simulator.units, simulator.recordings);
    const { name, version } = context.product;
    const host = context.server.createHost(this.source(simulation), { clock: context.clock, log: context.log, identity: { name: simulator.name, product: name, version }, secret: (reference) => context.secret(reference) });
    host.setFaults(simulator.faults, simulator.seed);
    this.host = host;
    this.writes = new WriteLog();
    const running: Running = { simulation, host, ports: new Map(), startedMs: context.clock.monotonicMs() };
    this.running = running;
    this.since = context.clock.nowMicros();
    context.onChange(simulator.id);
    await this.openPorts(running, simulator);
    const open = [...running.ports.values()].map((port) => port.status()).filter(({ state }) => state === 'open');
    if (open.length > 0) context.log.info(`Simulator started on ${open.map(({ address }) => address).join(', ')}`);
  }

  private async stop(): Promise<void> {
    const { running } = this;
    if (!running) return;
    this.running = null;
    this.since = this.context.clock.nowMicros();
    await Promise.all(Array.from(running.ports.values(), (port) => port.close()));
    this.context.log.info('Simulator stopped');
  }

  /** Changes what differs; clients of ports that stay are not disturbed. */
  private async follow(running: Running, before: Simulator, after: Simulator): Promise<void> {
    const { simulation, host, ports } = running;
    if (before.units !== after.units || before.recordings !== after.recordings) simulation.define(after.units, after.recordings);
    if (before.units !== after.units || before.unknown !== after.unknown) host.serve(this.source(simulation));
    if (before.faults !== after.faults || before.seed !== after.seed) host.setFaults(after.faults, after.seed);
    if (before.ports === after.ports) return;
    const gone = [...ports.values()].filter(({ port }) => !after.ports.includes(port));
    for (const { port } of gone) ports.delete(port.id);
    await Promise.all(gone.map((port) => port.close()));
    await this.openPorts(running, after);
  }

  private async openPorts({ host, ports }: Running, simulator: Simulator): Promise<void> {
    const fresh = simulator.ports.filter(({ id }) => !ports.has(id));
    const made = fresh.map((port) => {
      const kept = new KeptPort(port, host, {
        onChange: () => this.context.onChange(simulator.id),
        onFrame: this.context.portListener(simulator, port),
        onTrouble: (reason) => this.context.log.warn(`A port of the simulator does not work and is tried again: ${reason}`),
      });
      ports.set(port.id, kept);
      return kept;
    });
    await Promise.all(made.map((port) => port.start()));
  }

  private source(simulation: Simulation): ServedSource {
    return {
      devices: this.simulator.units.map(({ settings, points }) => ({ settings, points })),
      unknown: this.simulator.unknown,
      read: (pointId) => simulation.raw(pointId),
      changedAt: (pointId) => this.times.of(pointId),
      write: (pointId, raw, client, operation) => this.written(simulation, pointId, raw, { client, operation }),
    };
  }

  private written(simulation: Simulation, pointId: string, raw: Value, by: Pick<SimulatorWrite, 'client' | 'operation'>): boolean {
    const placed = this.points.get(pointId);
    const before = simulation.read(pointId)?.value ?? null;
    this.times.touch(pointId);
    const outcome = simulation.write(pointId, raw);
    const write = this.writes.add({
      time: this.context.clock.nowMicros(),
      simulatorId: this.simulator.id,
      ...by,
      pointId,
      pointName: placed?.point.name ?? '',
      unitName: placed?.unitName ?? '',
      before: encodeValue(before),
      value: encodeValue(placed ? engineeringOf(raw, placed.point) : raw),
      outcome,
    });
    this.context.onWrite(write);
    return outcome !== 'refused';
  }

  private *portClients({ ports }: Running) {
    for (const kept of ports.values()) yield { port: kept.port, clients: kept.clients() };
  }

  private clients(running: Running): ServedClient[] {
    const all: ServedClient[] = [];
    for (const { port, clients } of this.portClients(running)) {
      for (const client of clients) all.push({ portId: port.id, ...client, requestsPerSecond: this.rates.of(`${port.id} ${client.address}`) });
    }
    return all.slice(0, 1000);
  }

  private switchesOn({ host }: Running): SimulatorStatus['switchesOn'] {
    const units = new Map(this.simulator.units.map(({ id, settings }) => [this.context.server.unitKey(settings), id]));
    return (host.switches?.on() ?? []).flatMap(({ unit, switchId, whole, detail }) => {
      const unitId = units.get(unit);
      return unitId === undefined ? [] : [{ unitId, switchId, whole, detail }];
    });
  }

  private findPoints(): void {
    this.points = new Map(this.simulator.units.flatMap(({ name, points }) => points.map((point) => [point.id, { point, unitName: name }] as const)));
  }
}

function stateOf(ports: SimulatorStatus['ports']): SimulatorStatus['state'] {
  const open = ports.filter(({ state }) => state === 'open').length;
  if (open === ports.length) return 'running';
  if (ports.some(({ state }) => state === 'opening')) return 'starting';
  return open === 0 ? 'failed' : 'degraded';
}
