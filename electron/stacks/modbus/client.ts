import { Alarm } from './alarm';
import { AsciiLine } from './ascii-line';
import type { ModbusChannel } from './channel';
import type { ModbusClientApi } from './client-api';
import type { ClientAnswer } from './client-job';
import type { ModbusClientOptions } from './client-options';
import type { ClientSession, SessionEnvironment } from './client-session';
import type { ModbusCounters } from './counters';
import type { DeviceIdCategory, ModbusDeviceIdentification } from './device-identification';
import { DEVICE_ID_ACCESS } from './device-identification';
import { gatherDeviceId } from './gather-device-id';
import { MbapClientSession } from './mbap-client-session';
import type { BitReadFunction, FileRecordSpan, FileRecordWrite, ModbusNormalResponse, ModbusRequest, RegisterReadFunction } from './pdu';
import type { ModbusFailure, ModbusRequestOptions, ModbusResult } from './result';
import { RtuLine } from './rtu-line';
import { SerialClientSession } from './serial-client-session';

const DEFAULT_TIMEOUT_MS = 5000;
const DEFAULT_QUEUE_LIMIT = 1000;
const DEFAULT_SILENT_TIMEOUTS = 3;
const GREATEST_PIPELINE_DEPTH = 64;
const NO_OPTIONS: ModbusRequestOptions = {};
/** Reads are not broadcast, so none ends without an answer. */
const NO_ANSWER: ModbusFailure = { kind: 'invalid-request', message: 'The request is one that nobody answers.' };

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

  maskWriteRegister(unit: number, address: number, andMask: number, orMask: number, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 22, address, andMask, orMask }, options);
  }

  readWriteMultipleRegisters(
    unit: number,
    address: number,
    quantity: number,
    writeAddress: number,
    values: ArrayLike<number>,
    options?: ModbusRequestOptions,
  ): Promise<ModbusResult<Uint16Array>> {
    return this.#registers(unit, { functionCode: 23, address, quantity, writeAddress, values }, options);
  }

  readFifoQueue(unit: number, address: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>> {
    return this.#registers(unit, { functionCode: 24, address }, options);
  }

  readFileRecords(unit: number, records: readonly FileRecordSpan[], options?: ModbusRequestOptions): Promise<ModbusResult<readonly Uint16Array[]>> {
    return this.#ask(unit, { functionCode: 20, records }, options, (response) => (response.functionCode === 20 ? response.records : []));
  }

  writeFileRecords(unit: number, records: readonly FileRecordWrite[], options?: ModbusRequestOptions): Promise<ModbusResult<undefined>> {
    return this.#write(unit, { functionCode: 21, records }, options);
  }

  readExceptionStatus(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<number>> {
    return this.#ask(unit, { functionCode: 7 }, options, (response) => (response.functionCode === 7 ? response.status : 0));
  }

  async diagnose(unit: number, subFunction: number, data: Uint8Array = Uint8Array.of(0, 0), options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array | undefined>> {
    const answer = await this.request(unit, { functionCode: 8, subFunction, data }, options);
    if (!answer.ok) return answer;
    return { ok: true, value: answer.value?.functionCode === 8 ? answer.value.data : undefined, exchange: answer.exchange };
  }

  getCommEventCounter(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<{ readonly busy: boolean; readonly eventCount: number }>> {
    return this.#ask(unit, { functionCode: 11 }, options, (response) => ({
      busy: 'busy' in response && response.busy,
      eventCount: 'eventCount' in response ? response.eventCount : 0,
    }));
  }

  getCommEventLog(
    unit: number,
    options?: ModbusRequestOptions,
  ): Promise<ModbusResult<{ readonly busy: boolean; readonly eventCount: number; readonly messageCount: number; readonly events: Uint8Array }>> {
    return this.#ask(unit, { functionCode: 12 }, options, (response) => ({
      busy: 'busy' in response && response.busy,
      eventCount: 'eventCount' in response ? response.eventCount : 0,
      messageCount: 'messageCount' in response ? response.messageCount : 0,
      events: 'events' in response ? response.events : new Uint8Array(0),
    }));
  }

  reportServerId(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array>> {
    return this.#ask(unit, { functionCode: 17 }, options, (response) => (response.functionCode === 17 ? response.data : new Uint8Array(0)));
  }

  readDeviceIdentification(unit: number, category: DeviceIdCategory, options?: ModbusRequestOptions): Promise<ModbusResult<ModbusDeviceIdentification>> {
    return gatherDeviceId((request) => this.request(unit, request, options), DEVICE_ID_ACCESS[category]);
  }

  readDeviceIdentificationObject(unit: number, objectId: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array>> {
    return this.#ask(unit, { functionCode: 43, access: DEVICE_ID_ACCESS.specific, objectId }, options, (response) =>
      response.functionCode === 43 ? (response.objects[0]?.value ?? new Uint8Array(0)) : new Uint8Array(0),
    );
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
    return this.#ask(unit, { functionCode, address, quantity }, options, (response) => ('bits' in response ? response.bits.slice(0, quantity) : []));
  }

  #readRegisters(functionCode: RegisterReadFunction, unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>> {
    return this.#registers(unit, { functionCode, address, quantity }, options);
  }

  #registers(unit: number, request: ModbusRequest, options: ModbusRequestOptions | undefined): Promise<ModbusResult<Uint16Array>> {
    return this.#ask(unit, request, options, registersIn);
  }

  /** `pick` takes the value out of an answer that its session found to fit the request. */
  #ask<T>(unit: number, request: ModbusRequest, options: ModbusRequestOptions | undefined, pick: (response: ModbusNormalResponse) => T): Promise<ModbusResult<T>> {
    return new Promise((resolve) =>
      this.#submit(unit, request, options, (answer) => {
        if (!answer.ok) return resolve(answer);
        if (answer.value === undefined) return resolve({ ok: false, failure: NO_ANSWER, exchange: answer.exchange });
        return resolve({ ok: true, value: pick(answer.value), exchange: answer.exchange });
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

function registersIn(response: ModbusNormalResponse): Uint16Array {
  return 'registers' in response ? response.registers : new Uint16Array(0);
}

function makeSession(options: ModbusClientOptions, environment: SessionEnvironment): ClientSession {
  const common = { timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS, retries: options.retries ?? 0, queueLimit: options.queueLimit ?? DEFAULT_QUEUE_LIMIT };
  if (options.framing !== 'mbap') {
    const line = options.framing === 'rtu' ? new RtuLine() : new AsciiLine(options.delimiter);
    return new SerialClientSession({ ...common, line, timing: options.timing, afterTimeout: options.afterTimeout ?? 'drain' }, environment);
  }
  const depth = Math.min(Math.max(Math.trunc(options.pipelineDepth ?? 1), 1), GREATEST_PIPELINE_DEPTH);
  const closeAfterSilentTimeouts = options.closeAfterSilentTimeouts ?? DEFAULT_SILENT_TIMEOUTS;
  return new MbapClientSession({ ...common, pipelineDepth: depth, closeAfterSilentTimeouts, datagrams: options.datagrams ?? false }, environment);
}
