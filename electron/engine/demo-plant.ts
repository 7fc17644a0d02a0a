import { isFractional, isWideInteger } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { Project } from '../../shared/domain/project';
import type { Value } from '../../shared/domain/value';
import type { Clock, DriverLog, Protocol, ServedSource, Server, ServerHost } from '../protocols/protocol';
import { GridModel } from './demo/grid-model';
import { plantLayout, plantProject } from './demo/plant-project';
import type { PlantLayout, PlantLine } from './demo/plant-project';
import { ThermalModel } from './demo/thermal-model';

export interface DemoPlantOptions {
  /** Those that serve; lines of others are left out. */
  readonly protocols: readonly Protocol[];
  readonly clock: Clock;
  readonly log: DriverLog;
}

const TICK_MS = 200;
/** The plant has run for a while when it is first seen, so that nothing starts cold. */
const WARM_UP_S = 900;
/** After the computer slept the plant goes on from where it was. */
const LONGEST_STEP_S = 5;
const HOST = '127.0.0.1';
const IDENTITY = 'Demonstration plant';

/**
 * A simulated district heating plant that lives in this process: a physical model behind Modbus servers and DNP3
 * outstations on loopback ports, and the project that reads and controls it. Nothing of it leaves the computer.
 */
export class DemoPlant {
  readonly project: Project;
  readonly #servers: readonly Server[];
  readonly #timer: NodeJS.Timeout;

  private constructor(project: Project, servers: readonly Server[], timer: NodeJS.Timeout) {
    this.project = project;
    this.#servers = servers;
    this.#timer = timer;
  }

  /** Starts the plant on free ports. Rejects when a server can't listen. */
  static async start({ protocols, clock, log }: DemoPlantOptions): Promise<DemoPlant> {
    const capabilityOf = ({ protocol }: PlantLine) => protocols.find(({ description }) => description.name === protocol)?.server;
    const model = new ThermalModel();
    const grid = new GridModel();
    const advance = (seconds: number): void => {
      model.advance(seconds);
      grid.advance(seconds, model.pumpPowerKw);
    };
    advance(WARM_UP_S);
    const whole = plantLayout(model, grid);
    const layout = { ...whole, lines: whole.lines.filter((line) => capabilityOf(line) !== undefined) };
    const servers: Server[] = [];
    const hosts: ServerHost[] = [];
    try {
      for (const line of layout.lines) {
        const host = capabilityOf(line)?.createHost(servedSource(layout, line), { clock, log, identity: { name: line.name, product: IDENTITY, version: '1' } });
        if (host === undefined) continue;
        hosts.push(host);
        servers.push(await host.open({ host: HOST, port: 0, ...line.port }, (reason) => log.error(`The demonstration plant's ${line.name} is gone: ${reason}`)));
      }
    } catch (error) {
      await Promise.all(servers.map((server) => server.close()));
      throw error;
    }
    const ports = servers.map(({ address }) => Number(address.slice(address.lastIndexOf(':') + 1)));
    let before = clock.monotonicMs();
    const timer = setInterval(() => {
      const now = clock.monotonicMs();
      advance(Math.min((now - before) / 1000, LONGEST_STEP_S));
      before = now;
      for (const host of hosts) host.tick?.();
    }, TICK_MS);
    return new DemoPlant(plantProject(layout, ports, clock.nowMicros()), servers, timer);
  }

  /** Ends the plant and its servers. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}

function servedSource(layout: PlantLayout, line: PlantLine): ServedSource {
  return {
    devices: line.devices.map(({ served, points }) => ({ settings: served, points })),
    read: (pointId) => {
      const served = layout.signals.get(pointId);
      return served === undefined ? null : rawValue(served.point, served.signal.read());
    },
    write: (pointId, raw) => {
      const served = layout.signals.get(pointId);
      const value = served === undefined ? null : engineeringValue(served.point, raw);
      return value !== null && served?.signal.write?.(value) === true;
    },
  };
}

/** What the device has in its registers for an engineering value. */
function rawValue(point: Point, value: number | boolean): Value {
  if (typeof value === 'boolean') return value;
  const raw = (value - point.offset) / point.scale;
  if (isFractional(point.dataType)) return raw;
  return isWideInteger(point.dataType) ? BigInt(Math.round(raw)) : Math.round(raw);
}

function engineeringValue(point: Point, raw: Value): number | boolean | null {
  if (typeof raw === 'boolean') return raw;
  return typeof raw === 'number' || typeof raw === 'bigint' ? Number(raw) * point.scale + point.offset : null;
}
