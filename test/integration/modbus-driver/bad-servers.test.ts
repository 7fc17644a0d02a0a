import { afterAll, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { listenTcp } from '../../../electron/io/tcp-server';
import { listenUdp } from '../../../electron/io/udp-server';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { openSystemChannel } from '../../../electron/protocols/modbus/channel-opener';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { badServerOn } from '../../support/modbus-bad-servers/bad-line';
import { registerOf } from '../../support/modbus-bad-servers/bad-server';
import type { BadServer } from '../../support/modbus-bad-servers/bad-server';
import { faults } from '../../support/modbus-bad-servers/faults';
import type { Fault } from '../../support/modbus-bad-servers/faults';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';

/**
 * The session tests meet every fault with every setting under a driven clock. Here the driver meets each of them once with
 * the system's sockets and serial ports in between, where octets come in pieces and late, and connections end by themselves.
 */

const ADDRESSES = [0, 1, 40, 300];
const BAD = 1;
const NEIGHBOUR = 2;
const SETTINGS = { timeoutMs: 250, retries: 1 };
/** For what must happen; what takes so long on an idle machine has failed. */
const PATIENCE_MS = 25_000;
/** A fault lasts until it was met so often, and the neighbour gave all its values so often meanwhile. */
const BAD_ROUNDS = 3;
const GOOD_ROUNDS = 3;
/** Serial lines that are tried at the same time, the faults shared among them. */
const LINES = 10;
const BAUD_RATE = 115_200;

const protocol = createModbusProtocol({ openChannel: openSystemChannel });
const open: { close(): Promise<unknown> | void }[] = [];
afterAll(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

function rightOf(unit: number): number[] {
  return ADDRESSES.map((address) => registerOf(unit, address));
}

/** Two devices on one line, read again and again; every good value is checked. */
class Neighbours {
  readonly wrong: string[] = [];
  readonly #line: LineDriver;
  readonly #server: BadServer;
  readonly #devices: Readonly<Record<number, DeviceUnderTest>>;

  constructor(line: LineDriver, server: BadServer) {
    this.#line = line;
    this.#server = server;
    this.#devices = { [BAD]: this.#device(BAD), [NEIGHBOUR]: this.#device(NEIGHBOUR) };
  }

  #device(unitId: number): DeviceUnderTest {
    const device = new DeviceUnderTest(this.#line, { ...SETTINGS, unitId }, ADDRESSES.map((address) => registerPoint(address)));
    device.driver.connect();
    return device;
  }

  /** Whether a device gives all its values; what is good and wrong is noted. */
  async #reads(unit: number, device = this.#devices[unit]): Promise<boolean> {
    const values = (await device?.values()) ?? [];
    const right = rightOf(unit);
    this.wrong.push(...values.flatMap((value, at) => (typeof value === 'number' && value !== right[at] ? [`unit ${unit}, register ${ADDRESSES[at] ?? 0}: ${value}, not ${right[at] ?? 0}`] : [])));
    return values.length > 0 && values.every((value) => typeof value === 'number');
  }

  /** Meets a fault, with the neighbour read all the while; then the fault ends and the device comes back. */
  async meet(fault: Fault): Promise<void> {
    const what = `a server that ${fault.name}`;
    await until(async () => (await this.#reads(BAD)) && (await this.#reads(NEIGHBOUR)), PATIENCE_MS, `${what}: both units before`);
    const before = this.#server.misbehaved;
    let neighbourGood = 0;
    const ended = new AbortController();
    this.#server.fault = fault;
    const suffering = (async () => {
      while (!ended.signal.aborted) {
        await this.#reads(BAD);
        // A device that is set aside answers at once.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const wanted = fault.takesTheConnection === true ? 0 : GOOD_ROUNDS;
    try {
      await until(
        async () => {
          if (await this.#reads(NEIGHBOUR)) neighbourGood += 1;
          return neighbourGood >= wanted && this.#server.misbehaved - before >= BAD_ROUNDS;
        },
        PATIENCE_MS,
        `${what}: values of the neighbour`,
      );
    } finally {
      ended.abort();
      this.#server.fault = null;
      await suffering;
    }
    await until(() => this.#reads(NEIGHBOUR), PATIENCE_MS, `${what}: the neighbour afterwards`);
    await this.#back(what);
  }

  /** An address that the server refused is left out for ten minutes: a new device on the same line knows nothing of that. */
  async #back(what: string): Promise<void> {
    const device = this.#devices[BAD];
    await until(async () => (await this.#reads(BAD)) || (device?.findings.length ?? 0) > 0, PATIENCE_MS, `${what}: the device afterwards`);
    await until(() => device?.state.state === 'connected', PATIENCE_MS, `${what}: connected afterwards`);
    if ((device?.findings.length ?? 0) === 0) return;
    const anew = this.#device(BAD);
    await until(() => this.#reads(BAD, anew), PATIENCE_MS, `${what}: a new device afterwards`);
    await anew.driver.close();
  }

  async close(): Promise<void> {
    for (const device of Object.values(this.#devices)) await device.driver.close();
  }

  faults(): unknown[] {
    return Object.values(this.#devices).flatMap((device) => device.faults);
  }
}

function lineTo(settings: Record<string, string | number>): LineDriver {
  const line = protocol.createLine(settings, new LineRecorder().context);
  open.push(line);
  return line;
}

/** Meets faults one after the other on a line; what was wrong. */
async function meetAll(line: LineDriver, server: BadServer, some: readonly Fault[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const fault of some) {
    // New devices each time: addresses that one server refused would be left out with the next.
    const neighbours = new Neighbours(line, server);
    await neighbours.meet(fault).catch((error: unknown) => complaints.push(String(error)));
    complaints.push(...[...neighbours.wrong, ...neighbours.faults().map(String)].map((wrong) => `a server that ${fault.name}: ${wrong}`));
    await neighbours.close();
  }
  return complaints;
}

const faultsOn = (server: BadServer): Fault[] => faults.filter(({ wires }) => wires === undefined || wires.includes(server.wire));

describe.concurrent('a driver on real sockets', () => {
  it.each(['tcp', 'rtu-over-tcp', 'udp'] as const)('survives every bad server over %s: its neighbour keeps its values, nothing wrong is called good, and it comes back', { timeout: 120_000 }, async (transport) => {
    const complaints = await Promise.all(
      faultsOn(badServerOn(transport)).map(async (fault) => {
        const server = badServerOn(transport);
        const listener = transport === 'udp' ? await listenUdp({ host: '127.0.0.1', port: 0 }, (channel) => server.serve(channel), () => undefined) : await listenTcp({ port: 0 }, (channel) => server.serve(channel));
        open.push(listener);
        return meetAll(lineTo({ transport, host: '127.0.0.1', port: listener.port }), server, [fault]);
      }),
    );
    expect(complaints.flat()).toEqual([]);
  });
});

describe.concurrent('a driver on serial ports', () => {
  it.each(['rtu', 'ascii'] as const)('survives every bad server on %s: its neighbour keeps its values, nothing wrong is called good, and it comes back', { timeout: 120_000 }, async (transport) => {
    const all = faultsOn(badServerOn(transport));
    const complaints = await Promise.all(
      Array.from({ length: LINES }, async (_, at) => {
        const folder = temporaryFolder();
        const pair = await openPtyPair(folder.path);
        open.push({ close: () => folder.close() }, pair);
        const server = badServerOn(transport);
        const port = await openSerial({ path: pair.far, baudRate: BAUD_RATE });
        open.push(port);
        server.serve(port);
        const some = all.filter((_fault, index) => index % LINES === at);
        return meetAll(lineTo({ transport, serialPath: pair.near, baudRate: BAUD_RATE, parity: 'none' }), server, some);
      }),
    );
    expect(complaints.flat()).toEqual([]);
  });
});
