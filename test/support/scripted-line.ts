import { afterEach, beforeEach, vi } from 'vitest';
import { ChannelError } from '../../electron/io/channel-error';
import type { ByteChannel } from '../../electron/io/channel';
import { memoryPair } from '../../electron/io/memory-pair';
import { createModbusProtocol } from '../../electron/protocols/modbus';
import type { Clock, LineDriver } from '../../electron/protocols/protocol';
import { ModbusServer, RTU_OVER_TCP_TIMING, rtuTiming, serve } from '../../electron/stacks/modbus';
import type { ModbusRequest, ModbusResponse, ModbusUnitModel } from '../../electron/stacks/modbus';
import { DeviceUnderTest, LineRecorder } from './modbus-line';

/** A request of a function that the library knows; others are refused with exception 1 before a script sees them. */
export type KnownRequest = Exclude<ModbusRequest, { readonly functionCode: 'raw' }>;

/** What the peer does with a request: an answer, an answer later, or silence. */
export type Script = (unit: number, request: KnownRequest) => ModbusResponse | { afterMs: number; answer: ModbusResponse } | 'silence';

/** The address that a request begins at; undefined for one that has none. */
export function addressOf(request: ModbusRequest): number | undefined {
  return 'address' in request ? request.address : undefined;
}

/** The driven clock's view for a line; `vi.useFakeTimers` must be on. */
export const drivenClock: Clock = { nowMicros: () => Math.round(Date.now() * 1000), monotonicMs: () => performance.now() };

/** A line on in-memory channels to a peer that does what a script says. */
export class ScriptedLine {
  readonly recorder = new LineRecorder(drivenClock);
  readonly requests: { at: number; unit: number; request: ModbusRequest }[] = [];
  readonly opens: number[] = [];
  readonly line: LineDriver;
  /** Set: opening fails with it. */
  refuseWith: ChannelError | null = null;
  #peerEnd: ByteChannel | null = null;

  constructor(
    transport: 'tcp' | 'rtu' | 'rtu-over-tcp',
    public script: Script,
    settings: Record<string, string | number> = {},
  ) {
    const protocol = createModbusProtocol({
      openChannel: () => {
        this.opens.push(performance.now());
        if (this.refuseWith !== null) return Promise.reject(this.refuseWith);
        const [near, far] = memoryPair();
        this.#peerEnd = far;
        this.#serve(far, transport);
        return Promise.resolve(near);
      },
    });
    this.line = protocol.createLine({ transport, host: 'plc', serialPath: '/dev/ttyUSB0', ...settings }, this.recorder.context);
  }

  /** The peer ends the connection. */
  dropConnection(): void {
    this.#peerEnd?.destroy();
  }

  /** The peer sends octets unasked. */
  say(octets: Uint8Array): void {
    this.#peerEnd?.write(octets);
  }

  requestsTo(unit: number): ModbusRequest[] {
    return this.requests.filter((each) => each.unit === unit).map(({ request }) => request);
  }

  #serve(channel: ByteChannel, transport: 'tcp' | 'rtu' | 'rtu-over-tcp'): void {
    const server = new ModbusServer({
      serves: () => true,
      handle: (unit, request, reply) => {
        this.requests.push({ at: performance.now(), unit, request });
        const answer = request.functionCode === 'raw' ? { functionCode: request.code, exception: 1 } : this.script(unit, request);
        if (answer === 'silence') reply(undefined);
        else if ('afterMs' in answer) setTimeout(() => reply(answer.answer), answer.afterMs);
        else setTimeout(() => reply(answer), 5);
      },
    });
    const serial = rtuTiming({ baudRate: 19_200 });
    server.attach(channel, transport === 'tcp' ? { framing: 'mbap' } : { framing: 'rtu', timing: transport === 'rtu' ? serial : RTU_OVER_TCP_TIMING });
  }
}

/**
 * For the top of a test file: drives the clock in each test, and closes the lines that the test made.
 * @returns makes a line, with the parameters of {@link ScriptedLine}
 */
export function scriptedLines(): (...parameters: ConstructorParameters<typeof ScriptedLine>) => ScriptedLine {
  const open: ScriptedLine[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ line }) => line.close()));
    vi.useRealTimers();
  });
  return (...parameters) => {
    const line = new ScriptedLine(...parameters);
    open.push(line);
    return line;
  };
}

/** Registers whose value is their address, and coils that are on at even addresses; refuses the addresses given with exception 2. */
export function countingUnit(refused: readonly number[] = [], written: number[][] = []): ModbusUnitModel {
  const refuses = (address: number, quantity: number): boolean => refused.some((each) => each >= address && each < address + quantity);
  return {
    readBits: (_table, address, quantity) => (refuses(address, quantity) ? { exception: 2 } : Array.from({ length: quantity }, (_, at) => (address + at) % 2 === 0)),
    readRegisters: (_table, address, quantity) => (refuses(address, quantity) ? { exception: 2 } : Array.from({ length: quantity }, (_, at) => address + at)),
    writeCoils: () => undefined,
    writeRegisters: (address, values) => {
      written.push([address, ...Array.from(values)]);
      return undefined;
    },
  };
}

/** A script by which units answer from their models; units that are not there stay silent. */
export function answering(units: Record<number, ModbusUnitModel>): Script {
  return (unit, request) => {
    const model = units[unit];
    return model === undefined ? 'silence' : (serve(model, request) ?? 'silence');
  };
}

/** A device on a peer that answers, connected, with the requests of connecting forgotten. */
export async function connectedDevice(peer: ScriptedLine, settings: Record<string, string | number>, points: DeviceUnderTest['points']): Promise<DeviceUnderTest> {
  const device = new DeviceUnderTest(peer.line, { unitId: 1, ...settings }, points);
  device.driver.connect();
  await goBy(200);
  if (device.state.state !== 'connected') throw new Error(`not connected: ${device.state.state} ${device.state.reason}`);
  peer.requests.length = 0;
  return device;
}

/** Lets the driven time go by. */
export async function goBy(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** Lets time go by until a promise is settled; its value. */
export async function drive<T>(promise: Promise<T>, limitMs = 120_000): Promise<T> {
  const state = { settled: false };
  const done = promise.finally(() => {
    state.settled = true;
  });
  done.catch(() => undefined);
  for (let gone = 0; !state.settled && gone < limitMs; gone += 5) await goBy(5);
  if (!state.settled) throw new Error(`not settled within ${limitMs} ms`);
  return done;
}

export function refusedConnection(): ChannelError {
  return new ChannelError('refused', 'tcp plc:502: connection refused');
}
