import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock, CommandResult, DeviceContext, PreparedCommand, WriteCapability } from '../protocol';
import { formatNumber } from './address-notation';
import type { DeviceSession } from './device-session';
import type { DeviceSettings } from './device-settings';
import { lineLabel } from './line-settings';
import type { LineSettings } from './line-settings';
import { layoutOf } from './point-layout';
import type { PointLayout } from './point-layout';
import type { ExchangeResult } from './request-queue';
import { requestFields } from './octet-fields';
import { octetsOf } from './value-codec';
import { failureWords, isGatewayException } from './trouble-words';
import { TurnTaker } from './turn-taker';
import { operationName, registerOf, writeCommand } from './write-command';
import type { WriteCommand } from './write-command';

export interface DeviceWriteDependencies {
  readonly lineSettings: LineSettings;
  readonly settings: DeviceSettings;
  readonly session: DeviceSession;
  readonly clock: Clock;
  readonly context: Pick<DeviceContext, 'findings' | 'onFinding'>;
}

type BitCommand = Extract<WriteCommand, { kind: 'bit' }>;

const NO_MASK_WRITE = { kind: 'no-mask-write', key: 'function 22' } as const;

/** Writes points of one device, one after another, each once. */
export class DeviceWrite implements WriteCapability {
  readonly #d: DeviceWriteDependencies;
  /** A read-modify-write must not meet another write of the same device. */
  readonly #turns = new TurnTaker();
  /** Whether the device was found to lack function 22. */
  #lacksMaskWrite: boolean;

  constructor(dependencies: DeviceWriteDependencies) {
    this.#d = dependencies;
    this.#lacksMaskWrite = dependencies.context.findings.some(({ kind }) => kind === NO_MASK_WRITE.kind);
  }

  prepare(point: Point, rawValue: Value, current: Uint8Array | null): PreparedCommand {
    const { lineSettings, settings } = this.#d;
    const laid = layoutOf(point, settings.byteOrder);
    if ('problem' in laid) return { ok: false, problem: laid.problem };
    if (point.access === 'read') return { ok: false, problem: `${point.name} is set to read only` };
    const command = writeCommand(laid.layout, rawValue, settings);
    if (command.kind === 'impossible') return { ok: false, problem: command.problem };
    const request = command.kind === 'direct' ? command.request : this.#bitRequest(command, current);
    const fields = requestFields(lineSettings, settings.unitId, request);
    if (typeof fields === 'string') return { ok: false, problem: fields };
    return {
      ok: true,
      operation: operationName(request),
      connection: `${lineLabel(lineSettings)}, unit ${settings.unitId}`,
      octets: fields,
      raw: command.kind === 'direct' ? command.raw : octetsOf([command.changed(registerOf(current))]),
      consequences: command.kind === 'bit' ? this.#consequences(laid.layout, command, current) : [],
    };
  }

  execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    return this.#turns.run(() => this.#execute(point, rawValue, signal));
  }

  async #execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const { settings, session, clock } = this.#d;
    const laid = layoutOf(point, settings.byteOrder);
    if ('problem' in laid) return { outcome: 'not_sent', message: laid.problem };
    if (signal.aborted) return { outcome: 'not_sent', message: 'The write was cancelled before it was sent' };
    const { state, reason } = session.state;
    if (state === 'off' || state === 'error') return { outcome: 'not_sent', message: reason === '' ? 'The device is not connected' : reason };
    const command = writeCommand(laid.layout, rawValue, settings);
    const startedMs = clock.monotonicMs();
    if (command.kind === 'impossible') return { outcome: 'not_sent', message: command.problem };
    if (command.kind === 'direct') return this.#commandResult(await this.#send(command.request, signal), startedMs);
    return this.#writeBit(command, startedMs, signal);
  }

  /** By mask write where the device has it; it was not carried out where the function is refused, so another way is safe. */
  async #writeBit({ address, mask, change }: BitCommand, startedMs: number, signal: AbortSignal): Promise<CommandResult> {
    if (mask !== null && (change === null || !this.#lacksMaskWrite)) {
      const result = await this.#send(mask, signal);
      const unknown = !result.ok && result.failure.kind === 'exception' && result.failure.code === 1;
      if (!unknown || change === null) return this.#commandResult(result, startedMs);
      this.#learnNoMaskWrite();
    }
    const read = await this.#d.session.ask({ functionCode: 3, address, quantity: 1 }, { rank: 'command', signal });
    const register = read.ok && read.value !== undefined && 'registers' in read.value ? read.value.registers[0] : undefined;
    if (register === undefined || change === null) return this.#notRead(read, startedMs);
    return this.#commandResult(await this.#send(change(register), signal), startedMs);
  }

  #learnNoMaskWrite(): void {
    this.#lacksMaskWrite = true;
    const message = 'The device does not have function 22, mask write register. Bits of registers are written by reading the register and writing it whole';
    this.#d.context.onFinding({ ...NO_MASK_WRITE, seenAt: this.#d.clock.nowMicros(), message });
  }

  /** Once: what may have been carried out is never sent again. */
  #send(request: ModbusRequest, signal: AbortSignal): Promise<ExchangeResult> {
    return this.#d.session.ask(request, { rank: 'command', signal });
  }

  #commandResult(result: ExchangeResult, startedMs: number): CommandResult {
    const { lineSettings, settings, clock } = this.#d;
    const durationMs = clock.monotonicMs() - startedMs;
    if (result.ok) return { outcome: 'accepted', durationMs };
    const { failure, exchange } = result;
    if (failure.kind === 'exception' && !isGatewayException(failure.code)) return { outcome: 'refused', exception: `${failure.code} ${failure.name}`, durationMs };
    if (exchange.attempts === 0) return { outcome: 'not_sent', message: failure.message };
    return { outcome: 'no_answer', message: failureWords(lineSettings, settings.unitId, failure, 1), durationMs };
  }

  #notRead(result: ExchangeResult, startedMs: number): CommandResult {
    if (result.ok) return { outcome: 'not_sent', message: 'The register was not read, so its other bits are not known' };
    const { failure } = result;
    if (failure.kind === 'exception') {
      return { outcome: 'refused', exception: `${failure.code} ${failure.name} (to the read before the write)`, durationMs: this.#d.clock.monotonicMs() - startedMs };
    }
    return { outcome: 'not_sent', message: `The register was not read, so nothing was written: ${failure.message}` };
  }

  /** The request that will probably be sent. */
  #bitRequest({ mask, change, changed, address }: BitCommand, current: Uint8Array | null): ModbusRequest {
    if (mask !== null && (change === null || !this.#lacksMaskWrite)) return mask;
    const register = registerOf(current);
    return change === null ? { functionCode: 6, address, value: changed(register) } : change(register);
  }

  #consequences(layout: PointLayout, { mask, change }: BitCommand, current: Uint8Array | null): string[] {
    const { table, address } = layout.address;
    const register = formatNumber(table, address, this.#d.settings.addressNotation);
    const whole = 'a change that something else makes to its other bits between the two is lost';
    if (mask !== null && change === null) return [];
    if (mask !== null && !this.#lacksMaskWrite) {
      return [`The device changes this one bit of register ${register} itself. Should it refuse that function, the register is read and then written whole; ${whole}.`];
    }
    const unknown = current === null ? ' They are not known yet and shown as 0 here.' : '';
    return [`Register ${register} is read first, then written whole with this one bit changed. A change that something else makes to its other bits between the two is lost.${unknown}`];
  }
}
