import type { Point } from '../../../shared/domain/point';
import { functionName } from '../../stacks/modbus';
import type { InspectCapability } from '../protocol';
import { formatNumber } from './address-notation';
import type { BlockReader, LastAnswer } from './block-reader';
import type { DeviceSettings } from './device-settings';
import { framingOf } from './line-settings';
import type { LineSettings } from './line-settings';
import { AROUND } from './octet-fields';
import { octetReadings } from './octet-readings';
import type { OctetReading } from './octet-readings';
import { addressOf, isBitTable } from './point-address';
import { durationText } from '../../../shared/domain/duration-text';
import { registersOf } from './value-codec';

/** A type takes so many at most. */
const LONGEST_REGISTERS = 4;

/** Shows a value's octets under every type and byte order, and the answer that they came in. */
export class DeviceInspect implements InspectCapability {
  readonly #lineSettings: LineSettings;
  readonly #settings: DeviceSettings;
  readonly #reader: BlockReader;

  constructor(lineSettings: LineSettings, settings: DeviceSettings, reader: BlockReader) {
    this.#lineSettings = lineSettings;
    this.#settings = settings;
    this.#reader = reader;
  }

  readings(point: Point, raw: Uint8Array): OctetReading[] {
    const address = addressOf(point);
    if (address === null || isBitTable(address.table) || raw.length < 2) return [];
    const registers = registersOf(this.#withWhatFollows(point.id, raw));
    return octetReadings(point, address, registers, raw.length >> 1, address.byteOrder ?? this.#settings.byteOrder);
  }

  lastResponse(pointId: string): ReturnType<InspectCapability['lastResponse']> {
    const answer = this.#reader.lastAnswer(pointId);
    const octets = answer?.exchange.response;
    if (answer === null || octets === undefined) return null;
    const { functionCode, address, quantity } = answer.request;
    const table = functionCode === 1 ? 'coil' : functionCode === 2 ? 'discrete-input' : functionCode === 4 ? 'input-register' : 'holding-register';
    const bits = isBitTable(table);
    const place = this.#placeIn(answer);
    const trip = answer.exchange.roundTripMs;
    return {
      octets,
      from: place,
      length: (bits ? 1 : answer.count * 2) * AROUND[framingOf(this.#lineSettings)].each,
      facts: [
        { label: 'Unit', value: String(answer.exchange.unit) },
        { label: 'Function', value: `${String(functionCode).padStart(2, '0')} ${functionName(functionCode)}` },
        { label: 'Request', value: `${formatNumber(table, address, this.#settings.addressNotation)}, ${quantity} ${bits ? 'bits' : quantity === 1 ? 'register' : 'registers'}` },
        { label: 'Round trip', value: trip === undefined ? 'not measured' : trip < 1 ? '<1 ms' : durationText(trip) },
      ],
    };
  }

  /** Where in the answer's frame the value begins: behind what its framing puts ahead, the function code and the octet count. */
  #placeIn(answer: LastAnswer): number {
    const { before, each } = AROUND[framingOf(this.#lineSettings)];
    return before + each * (2 + (answer.request.functionCode <= 2 ? answer.offset >> 3 : answer.offset * 2));
  }

  /** A float32 mistaken for an uint16 can only be seen with the register behind it: it is there if the same answer held it. */
  #withWhatFollows(pointId: string, raw: Uint8Array): Uint8Array {
    const answer = this.#reader.lastAnswer(pointId);
    const octets = answer?.exchange.response;
    if (answer === null || octets === undefined) return raw;
    const { after } = AROUND[framingOf(this.#lineSettings)];
    const behind = this.#binary(octets.subarray(this.#placeIn(answer), octets.length - after));
    if (behind.length < raw.length || raw.some((octet, at) => octet !== behind[at])) return raw;
    return behind.subarray(0, Math.max(raw.length, LONGEST_REGISTERS * 2));
  }

  /** The octets that a part of a PDU stands for: on ASCII two characters make one. */
  #binary(part: Uint8Array): Uint8Array {
    return framingOf(this.#lineSettings) === 'ascii' ? Buffer.from(Buffer.from(part).toString('latin1'), 'hex') : part;
  }
}
