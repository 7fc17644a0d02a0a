import type { ApiRegisterType } from '../../../shared/contract/modbus-api';
import type { DataType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import { adHocPoint } from '../device-api/ad-hoc-point';
import { badField } from '../device-api/published-fields';
import { addressOf, isBits, registersPerValue } from './registers';

const MOST_REGISTERS = 125;

/** Points for addresses in a row that are read or written raw. @throws ProcedureError `bad_input` */
export function pointsInARow(type: ApiRegisterType, from: number, count: number, dataType: DataType, byteOrder: string | undefined): Point[] {
  if (!isBits(type) && count > MOST_REGISTERS) throw badField('count', `at most ${MOST_REGISTERS} registers fit into one request`);
  if (isBits(type) !== (dataType === 'boolean')) throw badField('data_type', isBits(type) ? `a ${type} holds one bit: its type is bool` : 'a boolean is a bit of a register: map it with its bit to read it');
  if (dataType === 'string') return [adHocPoint(`${type} ${from}`, addressOf(type, from, { byteOrder, length: count }), 'string', access(type))];
  const each = registersPerValue(dataType) ?? 1;
  if (byteOrder !== undefined && !isUsualOrder(byteOrder) && byteOrder.length !== each * 2) throw badField('byte_order', `${byteOrder} is for values of ${byteOrder.length} octets, ${dataType} has ${each * 2}`);
  if (count % each !== 0) throw badField('count', `${dataType} takes ${each} registers a value, and ${count} is no multiple of it`);
  if (from + count > 65_536) throw badField('address', `${count} from ${from} go past the last address, 65535`);
  return Array.from({ length: count / each }, (_, at) => adHocPoint(`${type} ${from + at * each}`, addressOf(type, from + at * each, { byteOrder }), dataType, access(type)));
}

/** The four orders that hold for values of every length. */
function isUsualOrder(order: string): boolean {
  return ['ABCD', 'CDAB', 'BADC', 'DCBA'].includes(order);
}

function access(type: ApiRegisterType): Point['access'] {
  return type === 'holding_register' || type === 'coil' ? 'read-write' : 'read';
}
