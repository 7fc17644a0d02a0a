import { Alarm } from './alarm';
import type { ModbusChannel } from './channel';
import type { ModbusClientApi } from './client-api';
import type { ClientAnswer } from './client-job';
import type { ModbusClientOptions } from './client-options';
import type { ClientSession, SessionEnvironment } from './client-session';
import type { ModbusCounters } from './counters';
import { MbapClientSession } from './mbap-client-session';
import type { BitReadFunction, ModbusNormalResponse, ModbusRequest, RegisterReadFunction } from './pdu';
import type { ModbusRequestOptions, ModbusResult } from './result';
import { RtuClientSession } from './rtu-client-session';

const DEFAULT_TIMEOUT_MS = 5000;
const DEFAULT_QUEUE_LIMIT = 1000;
const DEFAULT_SILENT_TIMEOUTS = 3;
const GREATEST_PIPELINE_DEPTH = 64;
const NO_OPTIONS: ModbusRequestOptions = {};

/** A Modbus client on an open channel: binds a session to the channel, a timer and a clock. See ModbusClientApi. */
export class ModbusClient implements ModbusClientApi {
  readonly #channel: ModbusChannel;
  readonly #session: ClientSession;
  readonly #clock: () => number;
  readonly #alarm: Alarm;
  readonly #onClose: ((reason: string) => void) | undefined;
  #open = true;
  #reason: string | undefined;

  constructor(channel: ModbusChannel, options: ModbusClientOptions) {
    this.#channel = channel;
    this.#clock = options.clock ?? (() => performance.now());
    this.#onClose = options.onClose;
    this.#alarm = new Alarm((now) => this.#session.tick(now), this.#clock);
    this.#session = makeSession(options, {
      send: (octets) => channel.write(octets),
      close: (reason) => {
        this.#reason ??= reason;
        channel.close();
      },
      wake: (at) => this.#alarm.set(at),
      ...(options.onFrame === undefined ? {} : { onFrame: options.onFrame }),
    });
    channel.listen({
      onData: (octets) => this.#session.receive(octets, this.#clock()),
      onClose: (reason) => this.#closed(reason),
    });
  }

  get isOpen(): boolean {
    return this.#open && this.#reason === undefined;
  }

  readCoils(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<boolean[]>> {
    return this.#readBits(1, unit, address, quantity, options);
  }

  readDiscreteInputs(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<boolean[]>> {
    return this.#readBits(2, unit, address, quantity, options);
  }

  readHoldingRegisters(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>> {
    return this.#readRegisters(3, unit, address, quantity, options);
  }

  readInputRegisters(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>> {
    return this.#readRegisters(4, unit, address, quantity, options);
  }

  writeSingleCoil(unit: number, address: number, value: boolean, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 5, address, value }, options);
  }

  writeSingleRegister(unit: number, address: number, value: number, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 6, address, value }, options);
  }

  writeMultipleCoils(unit: number, address: number, values: ArrayLike<boolean>, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 15, address, values }, options);
  }

  writeMultipleRegisters(unit: number, address: number, values: ArrayLike<number>, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 16, address, values }, options);
  }

  request(unit: number, request: ModbusRequest, options?: ModbusRequestOptions): Promise<ModbusResult<ModbusNormalResponse | undefined>> {
    return new Promise((resolve) => this.#submit(unit, request, options, resolve));
  }

  counters(): ModbusCounters {
    return this.#session.counters();
  }

  close(): void {
    if (!this.#open) return;
    this.#reason ??= 'The connection was closed by this side.';
    this.#session.closed(this.#reason);
    this.#channel.close();
  }

  #submit(unit: number, request: ModbusRequest, options: ModbusRequestOptions | undefined, done: (answer: ClientAnswer) => void): void {
    this.#session.submit(unit, request, options ?? NO_OPTIONS, this.#clock(), done);
  }

  #readBits(functionCode: BitReadFunction, unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<boolean[]>> {
    return new Promise((resolve) =>
      this.#submit(unit, { functionCode, address, quantity }, options, (answer) => {
        if (!answer.ok) return resolve(answer);
        const bits = answer.value !== undefined && 'bits' in answer.value ? answer.value.bits : [];
        return resolve({ ok: true, value: bits.slice(0, quantity), exchange: answer.exchange });
      }),
    );
  }

  #readRegisters(functionCode: RegisterReadFunction, unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>> {
    return new Promise((resolve) =>
      this.#submit(unit, { functionCode, address, quantity }, options, (answer) => {
        if (!answer.ok) return resolve(answer);
        const registers = answer.value !== undefined && 'registers' in answer.value ? answer.value.registers : new Uint16Array(0);
        return resolve({ ok: true, value: registers, exchange: answer.exchange });
      }),
    );
  }

  #write(unit: number, request: ModbusRequest, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return new Promise((resolve) =>
      this.#submit(unit, request, options, (answer) => resolve(answer.ok ? { ok: true, value: undefined, exchange: answer.exchange } : answer)),
    );
  }

  #closed(error: Error | undefined): void {
    if (!this.#open) return;
    this.#open = false;
    this.#alarm.close();
    this.#reason ??= error === undefined ? 'The peer closed the connection.' : error.message;
    this.#session.closed(this.#reason);
    this.#onClose?.(this.#reason);
  }
}

function makeSession(options: ModbusClientOptions, environment: SessionEnvironment): ClientSession {
  const common = { timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS, retries: options.retries ?? 0, queueLimit: options.queueLimit ?? DEFAULT_QUEUE_LIMIT };
  if (options.framing === 'rtu') {
    return new RtuClientSession({ ...common, timing: options.timing, afterTimeout: options.afterTimeout ?? 'drain' }, environment);
  }
  const depth = Math.min(Math.max(Math.trunc(options.pipelineDepth ?? 1), 1), GREATEST_PIPELINE_DEPTH);
  return new MbapClientSession({ ...common, pipelineDepth: depth, closeAfterSilentTimeouts: options.closeAfterSilentTimeouts ?? DEFAULT_SILENT_TIMEOUTS }, environment);
}
