import type { PreparedRequest, RawRequest, RequestResult } from '../../../shared/contract/device-requests';
import { functionCodeOf, functionName } from '../../stacks/modbus';
import type { ModbusRequest } from '../../stacks/modbus';
import type { Clock, RequestCapability } from '../protocol';
import type { DeviceSession } from './device-session';
import type { DeviceSettings } from './device-settings';
import { isRead } from './exchange-outcome';
import { forbiddenIn, rangesOf, rangeText } from './forbidden-ranges';
import { isSerial, lineLabel } from './line-settings';
import type { LineSettings } from './line-settings';
import type { Link } from './link';
import { frameFields, requestFields } from './octet-fields';
import { readRequest } from './raw-request';
import { readTable } from './read-function';
import { requestFunctions } from './request-functions';
import type { ExchangeResult } from './request-queue';
import { failureWords, isGatewayException } from './trouble-words';

/** A device of the line, for the list of those that a broadcast reaches. */
export interface LineMember {
  readonly label: string;
  readonly unitId: number;
}

export interface DeviceRequestDependencies {
  readonly lineSettings: LineSettings;
  readonly settings: DeviceSettings;
  readonly session: DeviceSession;
  readonly link: Link;
  readonly clock: Clock;
  readonly members: () => readonly LineMember[];
}

/** Requests that a person makes up by hand, to one device or, on a serial line, to all of them. */
export class DeviceRequest implements RequestCapability {
  readonly #d: DeviceRequestDependencies;

  constructor(dependencies: DeviceRequestDependencies) {
    this.#d = dependencies;
  }

  prepare(asked: RawRequest): PreparedRequest {
    const { lineSettings, settings } = this.#d;
    const unitId = asked.broadcast ? 0 : settings.unitId;
    const known = requestFunctions.find(({ id }) => id === asked.function);
    const reaches = asked.broadcast ? this.#d.members().map(({ label, unitId: unit }) => `${label} (unit ${unit})`) : [];
    const common = { connection: asked.broadcast ? `${lineLabel(lineSettings)}, all units` : `${lineLabel(lineSettings)}, unit ${unitId}`, changes: known?.changes ?? true, reaches };
    const impossible = (problem: string): PreparedRequest => ({ ...common, operation: known?.title ?? 'Request', octets: [], consequences: [], problem });
    if (asked.broadcast && !isSerial(lineSettings)) return impossible('A broadcast is for serial lines: on this one, unit 0 is a device like another.');
    if (asked.broadcast && known?.broadcast !== true) return impossible(`${known?.title ?? 'This function'} is not for a broadcast: only writes are, since nobody answers.`);
    const read = readRequest(asked);
    if (!read.ok) return impossible(read.problem);
    const forbidden = this.#forbidden(read.request);
    if (forbidden !== null) return impossible(forbidden);
    const fields = requestFields(lineSettings, unitId, read.request);
    if (typeof fields === 'string') return impossible(fields);
    return { ...common, operation: operationOf(read.request), octets: fields, consequences: consequences(asked), problem: '' };
  }

  async send(asked: RawRequest, signal: AbortSignal): Promise<RequestResult> {
    const read = readRequest(asked);
    const startedMs = this.#d.clock.monotonicMs();
    const base = { operation: read.ok ? operationOf(read.request) : 'Request', request: [], response: [], durationMs: 0 };
    const notSent = (message: string): RequestResult => ({ ...base, outcome: 'not_sent', message, time: this.#d.clock.nowMicros() });
    if (!read.ok) return notSent(read.problem);
    const { state, reason } = this.#d.session.state;
    if (state === 'off' || (state === 'error' && !asked.broadcast)) return notSent(reason === '' ? 'The device is not connected. Connect it first.' : reason);
    const result = asked.broadcast ? await this.#broadcast(read.request, signal) : await this.#d.session.ask(read.request, { rank: 'command', signal, tries: 1 });
    return this.#resultOf(read.request, asked.broadcast, result, this.#d.clock.monotonicMs() - startedMs);
  }

  /** Nobody answers: it has been sent when the turnaround delay is over. */
  #broadcast(request: ModbusRequest, signal: AbortSignal): Promise<ExchangeResult> {
    const { link, settings } = this.#d;
    return link.submit({ user: { unitId: 0, pipelineDepth: 1 }, request, timeoutMs: settings.timeoutMs, rank: 'command', clearsDoubt: false, signal });
  }

  #resultOf(request: ModbusRequest, broadcast: boolean, result: ExchangeResult, durationMs: number): RequestResult {
    const { lineSettings, settings, clock } = this.#d;
    const { exchange } = result;
    const base = {
      operation: operationOf(request),
      time: clock.nowMicros(),
      durationMs,
      request: frameFields(lineSettings, exchange.request, 'request'),
      response: exchange.response === undefined ? [] : frameFields(lineSettings, exchange.response, 'response', request),
    };
    if (result.ok) {
      if (broadcast) return { ...base, outcome: 'sent', message: 'Sent to all units; nobody answers a broadcast' };
      if (result.value === undefined) return { ...base, outcome: 'sent', message: 'Sent; this function is not answered' };
      return { ...base, outcome: 'answered', message: `Answered in ${Math.max(0.1, exchange.roundTripMs ?? 0).toFixed(1)} ms` };
    }
    const { failure } = result;
    if (failure.kind === 'exception' && !isGatewayException(failure.code)) return { ...base, outcome: 'refused', message: `Refused with exception ${failure.code}, ${failure.name}` };
    if (exchange.attempts === 0) return { ...base, outcome: 'not_sent', message: failure.message };
    return { ...base, outcome: 'no_answer', message: failureWords(lineSettings, settings.unitId, failure, 1) };
  }

  /** A read over addresses that the settings forbid is not sent from here either. */
  #forbidden(request: ModbusRequest): string | null {
    const { settings } = this.#d;
    const table = isRead(request) ? readTable(request.functionCode) : request.functionCode === 23 ? 'holding-register' : null;
    if (table === null || !('quantity' in request)) return null;
    const range = forbiddenIn(rangesOf(settings), { table, address: request.address, count: request.quantity });
    return range === undefined ? null : `The settings of the device forbid to read ${rangeText(range, settings.addressNotation)}.`;
  }
}

/** `06 Write single register`. */
function operationOf(request: ModbusRequest): string {
  const code = functionCodeOf(request);
  return `${String(code).padStart(2, '0')} ${functionName(code)}`;
}

function consequences({ function: id, broadcast, values }: RawRequest): string[] {
  const words: string[] = [];
  if (broadcast) words.push('Every unit on the line carries it out, those that this project does not know among them. Nobody answers, so nobody says whether it was done.');
  if (id === '8-act' && Number(values['subFunction']) === 4) words.push('The device stops answering until it is restarted or told by sub-function 1.');
  if (id === '8-act' && Number(values['subFunction']) === 1) words.push('The device restarts its port and may lose what it counted.');
  if (id === 'raw') words.push('What this function does in the device is not known here.');
  return words;
}
