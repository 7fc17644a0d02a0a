import type { OctetField } from '../../../shared/contract/points';
import { dissect, hex, previewRequest } from '../../stacks/modbus';
import type { ModbusField, ModbusRequest } from '../../stacks/modbus';
import { framingOf } from './line-settings';
import type { LineSettings } from './line-settings';

/** Octets of a frame field by field, as the screens show them; `changed` marks those from an offset on, up to another. */
export function octetFields(octets: Uint8Array, fields: readonly ModbusField[], changed?: { readonly from: number; readonly to: number }): OctetField[] {
  return leaves(fields).map(({ name, offset, length, text }) => ({
    name,
    octets: hex(octets.subarray(offset, offset + length)),
    text,
    changed: changed !== undefined && offset >= changed.from && offset < changed.to,
  }));
}

/** The frame that a request would be, field by field; why it can't be one as a text. */
export function requestFields(settings: LineSettings, unitId: number, request: ModbusRequest): OctetField[] | string {
  const framing = framingOf(settings);
  const preview = previewRequest(framing, unitId, request);
  if (preview.kind === 'invalid') return preview.reason;
  const { fields } = dissect(preview.octets, { framing, direction: 'request' });
  return octetFields(preview.octets, fields, valueSpan(framing, request, preview.octets.length)).map((field) => (field.name === 'Transaction identifier' ? { ...field, text: 'given when sent' } : field));
}

/** A whole frame that was sent or came, field by field. */
export function frameFields(settings: LineSettings, octets: Uint8Array, direction: 'request' | 'response', asked?: ModbusRequest): OctetField[] {
  if (octets.length === 0) return [];
  const context = asked !== undefined && 'address' in asked ? { address: asked.address, ...('quantity' in asked ? { quantity: asked.quantity } : {}) } : {};
  return octetFields(octets, dissect(octets, { framing: framingOf(settings), direction, ...context }).fields);
}

/** Octets in a frame ahead of the PDU and behind it; ASCII writes each octet of the PDU as two characters between a colon and CR LF. */
export const AROUND = { mbap: { before: 7, after: 0, each: 1 }, rtu: { before: 1, after: 2, each: 1 }, ascii: { before: 3, after: 4, each: 2 } } as const;

/** Where in the frame of a write its values are. */
function valueSpan(framing: keyof typeof AROUND, { functionCode }: ModbusRequest, length: number): { from: number; to: number } {
  const { before, after, each } = AROUND[framing];
  const ahead = functionCode === 5 || functionCode === 6 || functionCode === 22 ? 3 : 6;
  return { from: before + ahead * each, to: length - after };
}

function leaves(fields: readonly ModbusField[]): ModbusField[] {
  return fields.flatMap((field) => (field.children === undefined || field.children.length === 0 ? [field] : leaves(field.children)));
}
