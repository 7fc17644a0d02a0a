import type { Opaque } from '../../../shared/domain/point';
import { decodeRequest, dissect, exceptionName, functionName } from '../../stacks/modbus';
import type { ModbusField, ModbusRequest } from '../../stacks/modbus';
import type { DissectedField, Dissection, DissectorCapability, Frame } from '../protocol';
import { deviceSettingsSchema } from './device-settings';
import { frameParts } from './frame-parts';
import type { FrameParts, Framing } from './frame-parts';
import { framingOf, lineSettingsSchema } from './line-settings';
import type { LineSettings } from './line-settings';
import { PointNames, tableOf } from './point-names';

/** Takes frames apart for the traffic view, with the library's own dissector. */
export const modbusDissector: DissectorCapability = {
  dissect(octets, direction, lineSettings, { asked, points = [], brief = false } = {}): Dissection {
    const framing = framingOf(parsed(lineSettings));
    const request = direction === 'received' && asked !== undefined ? requestOf(asked, framing) : null;
    const { summary, fields, problem = '' } = dissect(octets, { framing, direction: direction === 'sent' ? 'request' : 'response', brief, ...spanOf(request) });
    const parts = frameParts(octets, framing);
    const functionCode = parts?.pdu[0] ?? 0;
    return {
      summary: parts === null ? summary : shortened(summary, functionCode),
      problem,
      notice: direction === 'received' && functionCode >= 0x80 && problem === '' ? exceptionText(parts?.pdu[1] ?? 0) : '',
      station: parts === null ? '' : stationName(parts.unit),
      function: parts === null ? '' : `${String(functionCode & 0x7f).padStart(2, '0')} ${functionName(functionCode)}`,
      ...exchangeOf(parts, direction, framing),
      part: null,
      fields: brief ? [] : layersOf(fields, framing, new PointNames(points, tableOf(functionCode))),
      assembled: null,
    };
  },

  stationOf: (settings) => {
    const unitId = deviceSettingsSchema.shape.unitId.safeParse(settings['unitId']);
    return unitId.success ? stationName(unitId.data) : '';
  },

  captureForm(settings) {
    const { transport } = parsed(settings);
    if (transport === 'rtu' || transport === 'rtu-over-tcp') return { kind: 'named', dissector: 'mbrtu' };
    if (transport === 'ascii') return { kind: 'raw' };
    return { kind: transport === 'udp' ? 'udp' : 'tcp', port: KNOWN_PORT };
  },
};

/** By which other programs know Modbus. */
const KNOWN_PORT = 502;

/** Octets that were pasted come without a host: the transport is all that is asked for. */
function parsed(settings: Opaque): Pick<LineSettings, 'transport'> {
  const transport = lineSettingsSchema.shape.transport.safeParse(settings['transport']);
  return { transport: transport.success ? transport.data : 'tcp' };
}

function stationName(unit: number): string {
  return `Unit ${unit}`;
}

/** An answer has its request's transaction identifier; on a line without such, its unit and function. */
function exchangeOf(parts: FrameParts | null, direction: Frame['direction'], framing: Framing): Pick<Dissection, 'asks' | 'answers'> {
  if (parts === null) return { asks: null, answers: null };
  const { unit, transaction, pdu } = parts;
  const key = transaction === null ? `${unit} ${(pdu[0] ?? 0) & 0x7f}` : `${transaction} ${unit}`;
  if (direction === 'received') return { asks: null, answers: key };
  // Nobody answers a broadcast on a serial line.
  return { asks: unit === 0 && framing !== 'mbap' ? null : key, answers: null };
}

function requestOf(asked: Uint8Array, framing: Framing): ModbusRequest | null {
  const parts = frameParts(asked, framing);
  const decoded = parts === null ? null : decodeRequest(parts.pdu);
  return decoded?.kind === 'value' ? decoded.value : null;
}

function exceptionText(code: number): string {
  return `Exception ${code}, ${exceptionName(code).toLowerCase()}`;
}

/** The addresses that an answer's values belong to. */
function spanOf(request: ModbusRequest | null): { readonly address?: number; readonly quantity?: number } {
  if (request === null || !('address' in request)) return {};
  return { address: request.address, ...('quantity' in request ? { quantity: request.quantity } : {}) };
}

/** What a summary says beyond unit and function, which have columns of their own. */
function shortened(summary: string, functionCode: number): string {
  const behindUnit = summary.replace(/^Unit \d+: /, '');
  const name = functionName(functionCode);
  const rest = behindUnit.startsWith(name) ? behindUnit.slice(name.length).replace(/^:? /, '') : behindUnit;
  if (/^\d+( to \d+|$| = |:)/.test(rest)) return `address ${rest}`;
  return rest.replace(/^1 (register|bit|event)s\b/, '1 $1');
}

/** Fields under the layer that they belong to: the framing's ahead, the PDU, the checksum. */
function layersOf(fields: readonly ModbusField[], framing: Framing, names: PointNames): DissectedField[] {
  const start = fields.findIndex(({ name }) => name === 'Function code');
  if (start < 0) return fields.map((field) => ({ ...fieldOf(field, names), layer: 'none' as const }));
  const ends = fields.findIndex(({ name }) => name === 'Checksum');
  const end = ends < 0 ? fields.length : ends;
  const pdu = fields.slice(start, end);
  const [code] = pdu;
  const behind = fields.slice(end).map((field) => ({ ...fieldOf(field, names), layer: field.name === 'Checksum' ? ('check' as const) : ('link' as const) }));
  return [
    ...group(framing === 'mbap' ? 'MBAP header' : 'Frame', 'link', fields.slice(0, start), names, fields.slice(0, start).find(({ name }) => name === 'Unit identifier')?.text ?? ''),
    ...group('PDU', 'application', pdu, names, code?.text ?? ''),
    ...behind,
  ];
}

function group(name: string, layer: 'link' | 'application', fields: readonly ModbusField[], names: PointNames, text: string): DissectedField[] {
  const [first] = fields;
  const last = fields.at(-1);
  if (first === undefined || last === undefined) return [];
  return [{ name, layer, offset: first.offset, length: last.offset + last.length - first.offset, text: layer === 'link' && text !== '' ? `unit ${text}` : text, children: fields.map((field) => fieldOf(field, names)) }];
}

function fieldOf({ name, offset, length, text, address, children = [] }: ModbusField, names: PointNames): DissectedField {
  const known = address === undefined ? '' : names.at(address);
  return {
    name: known === '' ? name : `${name} ${known}`,
    offset,
    length,
    text,
    ...(children.length > 0 ? { layer: 'data' as const } : {}),
    children: children.map((child) => fieldOf(child, names)),
  };
}
