import type { OctetField } from '../../../shared/contract/points';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import { dissect, hex, previewRequest } from '../../stacks/modbus';
import type { ModbusField, ModbusRequest } from '../../stacks/modbus';
import type { Clock, CommandResult, PreparedCommand, WriteCapability } from '../protocol';
import { formatNumber } from './address-notation';
import type { DeviceSession } from './device-session';
import type { DeviceSettings } from './device-settings';
import { lineLabel } from './line-settings';
import type { LineSettings } from './line-settings';
import { layoutOf } from './point-layout';
import type { PointLayout } from './point-layout';
import type { ExchangeResult } from './request-queue';
import { octetsOf } from './value-codec';
import { failureWords, isGatewayException } from './trouble-words';
import { TurnTaker } from './turn-taker';
import { operationName, registerOf, writeCommand } from './write-command';

/** Writes points of one device, one after another, each once. */
export class DeviceWrite implements WriteCapability {
  readonly #lineSettings: LineSettings;
  readonly #settings: DeviceSettings;
  readonly #session: DeviceSession;
  readonly #clock: Clock;
  /** A read-modify-write must not meet another write of the same device. */
  readonly #turns = new TurnTaker();

  constructor(lineSettings: LineSettings, settings: DeviceSettings, session: DeviceSession, clock: Clock) {
    this.#lineSettings = lineSettings;
    this.#settings = settings;
    this.#session = session;
    this.#clock = clock;
  }

  prepare(point: Point, rawValue: Value, current: Uint8Array | null): PreparedCommand {
    const laid = layoutOf(point, this.#settings.byteOrder);
    if ('problem' in laid) return { ok: false, problem: laid.problem };
    if (point.access === 'read') return { ok: false, problem: `${point.name} is set to read only` };
    const command = writeCommand(laid.layout, rawValue, this.#settings);
    if (command.kind === 'impossible') return { ok: false, problem: command.problem };
    const request = command.kind === 'direct' ? command.request : command.change(registerOf(current));
    const fields = this.#fields(request);
    if (typeof fields === 'string') return { ok: false, problem: fields };
    return {
      ok: true,
      operation: operationName(request),
      connection: `${lineLabel(this.#lineSettings)}, unit ${this.#settings.unitId}`,
      octets: fields,
      raw: command.kind === 'direct' ? command.raw : octetsOf(valuesOf(request)),
      consequences: this.#consequences(laid.layout, command.kind === 'read-modify-write', current),
    };
  }

  execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    return this.#turns.run(() => this.#execute(point, rawValue, signal));
  }

  async #execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const laid = layoutOf(point, this.#settings.byteOrder);
    if ('problem' in laid) return { outcome: 'not_sent', message: laid.problem };
    if (signal.aborted) return { outcome: 'not_sent', message: 'The write was cancelled before it was sent' };
    const { state, reason } = this.#session.state;
    if (state === 'off' || state === 'error') return { outcome: 'not_sent', message: reason === '' ? 'The device is not connected' : reason };
    const command = writeCommand(laid.layout, rawValue, this.#settings);
    const startedMs = this.#clock.monotonicMs();
    switch (command.kind) {
      case 'impossible':
        return { outcome: 'not_sent', message: command.problem };
      case 'direct':
        return this.#send(command.request, startedMs, signal);
      default: {
        const read = await this.#session.ask({ functionCode: 3, address: command.address, quantity: 1 }, { rank: 'command', signal });
        const register = read.ok && read.value !== undefined && 'registers' in read.value ? read.value.registers[0] : undefined;
        if (register === undefined) return this.#notRead(read, startedMs);
        return this.#send(command.change(register), startedMs, signal);
      }
    }
  }

  /** Once: what may have been carried out is never sent again. */
  async #send(request: ModbusRequest, startedMs: number, signal: AbortSignal): Promise<CommandResult> {
    const result = await this.#session.ask(request, { rank: 'command', signal });
    const durationMs = this.#clock.monotonicMs() - startedMs;
    if (result.ok) return { outcome: 'accepted', durationMs };
    const { failure, exchange } = result;
    if (failure.kind === 'exception' && !isGatewayException(failure.code)) return { outcome: 'refused', exception: `${failure.code} ${failure.name}`, durationMs };
    if (exchange.attempts === 0) return { outcome: 'not_sent', message: failure.message };
    return { outcome: 'no_answer', message: failureWords(this.#lineSettings, this.#settings.unitId, failure, 1), durationMs };
  }

  #notRead(result: ExchangeResult, startedMs: number): CommandResult {
    if (result.ok) return { outcome: 'not_sent', message: 'The register was not read, so its other bits are not known' };
    const { failure } = result;
    if (failure.kind === 'exception') {
      return { outcome: 'refused', exception: `${failure.code} ${failure.name} (to the read before the write)`, durationMs: this.#clock.monotonicMs() - startedMs };
    }
    return { outcome: 'not_sent', message: `The register was not read, so nothing was written: ${failure.message}` };
  }

  #fields(request: ModbusRequest): OctetField[] | string {
    const framing = this.#lineSettings.transport === 'tcp' ? 'mbap' : 'rtu';
    const preview = previewRequest(framing, this.#settings.unitId, request);
    if (preview.kind === 'invalid') return preview.reason;
    const { fields } = dissect(preview.octets, { framing, direction: 'request' });
    const header = framing === 'mbap' ? 7 : 1;
    const valuesFrom = header + (request.functionCode <= 6 ? 3 : 6);
    const valuesTo = preview.octets.length - (framing === 'mbap' ? 0 : 2);
    return leaves(fields).map(({ name, offset, length, text }) => ({
      name,
      octets: hex(preview.octets.subarray(offset, offset + length)),
      text: name === 'Transaction identifier' ? 'given when sent' : text,
      changed: offset >= valuesFrom && offset < valuesTo,
    }));
  }

  #consequences(layout: PointLayout, modifies: boolean, current: Uint8Array | null): string[] {
    if (!modifies) return [];
    const { table, address } = layout.address;
    const register = formatNumber(table, address, this.#settings.addressNotation);
    const unknown = current === null ? ' They are not known yet and shown as 0 here.' : '';
    return [`Register ${register} is read first, then written whole with this one bit changed. A change that something else makes to its other bits between the two is lost.${unknown}`];
  }
}

function valuesOf(request: ModbusRequest): ArrayLike<number> {
  if (request.functionCode === 6) return [request.value];
  return request.functionCode === 16 ? request.values : [];
}

function leaves(fields: readonly ModbusField[]): ModbusField[] {
  return fields.flatMap((field) => (field.children === undefined || field.children.length === 0 ? [field] : leaves(field.children)));
}
