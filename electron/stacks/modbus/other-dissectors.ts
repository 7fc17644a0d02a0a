import { MEI_DEVICE_ID } from './device-id-codec';
import { DEVICE_ID_NAMES } from './device-identification';
import { diagnosticName, DIAGNOSTICS } from './diagnostics';
import { asText, registerFields, registerText, statusText } from './field-texts';
import { hex } from './octets';
import type { PduDirection } from './pdu-length';
import type { PduReader } from './pdu-reader';

const ACCESS_NAMES: Readonly<Record<number, string>> = { 1: 'basic', 2: 'regular', 3: 'extended', 4: 'one object' };
const accessText = (code: number): string => `${code} (${ACCESS_NAMES[code] ?? 'not defined'})`;

/** Functions 7, 8, 11, 12 and 17; any other is shown as octets. */
export function dissectDiagnostics(reader: PduReader, name: string, functionCode: number, direction: PduDirection): string {
  if (functionCode === 8) return diagnostics(reader, name);
  if (direction === 'request' && [7, 11, 12, 17].includes(functionCode)) return name;
  switch (functionCode) {
    case 7: {
      const status = reader.u8('Exception status', bits);
      return `${name}: ${bits(status)}`;
    }
    case 11:
      reader.u16('Status', statusText);
      return `${name}: ${reader.u16('Event count')} events`;
    case 12: {
      const byteCount = reader.u8('Byte count');
      reader.u16('Status', statusText);
      const events = reader.u16('Event count');
      reader.u16('Message count');
      reader.octets('Events', Math.max(0, byteCount - 6), eventsText);
      return `${name}: ${events} events`;
    }
    case 17: {
      const id = reader.octets('Server id', reader.u8('Byte count'), (octets) => asText(octets) ?? hex(octets));
      return `${name}: ${asText(id) ?? hex(id)}`;
    }
    default:
      reader.octets('Data', reader.left, (octets) => `${hex(octets)} (${octets.length} octets, not taken apart)`);
      return name;
  }
}

function diagnostics(reader: PduReader, name: string): string {
  const subFunction = reader.u16('Sub-function', (value) => `${value} (${diagnosticName(value)})`);
  if (subFunction === DIAGNOSTICS.returnQueryData) reader.octets('Query data', reader.left);
  else reader.u16('Data', registerText);
  return `${name}: ${diagnosticName(subFunction)}`;
}

/** Functions 20 and 21. */
export function dissectFile(reader: PduReader, name: string, functionCode: number, direction: PduDirection): string {
  const end = reader.u8('Byte count');
  const before = reader.left;
  let records = 0;
  // Each record takes octets or leaves a problem, so this ends.
  while (reader.problem === undefined && reader.left > 0 && before - reader.left < end) {
    records += 1;
    if (functionCode === 20 && direction === 'response') {
      const length = reader.u8(`Record ${records}: length`);
      reader.u8(`Record ${records}: reference type`);
      registers(reader, records, Math.max(0, length - 1));
      continue;
    }
    reader.u8(`Record ${records}: reference type`);
    const file = reader.u16(`Record ${records}: file`);
    const record = reader.u16(`Record ${records}: record`);
    const quantity = reader.u16(`Record ${records}: quantity`);
    if (functionCode === 21) registers(reader, records, 2 * quantity, record);
    if (records === 1 && before - reader.left >= end) return `${name}: file ${file}, record ${record}, ${quantity} registers`;
  }
  return `${name}: ${records} ${records === 1 ? 'record' : 'records'}`;
}

function registers(reader: PduReader, record: number, octets: number, first?: number): void {
  reader.group(`Record ${record}: registers`, octets, `${octets >> 1} registers`, (data, offset) => registerFields(data, offset, first));
}

/** Function 43; of MEI types other than 14 the octets. */
export function dissectDeviceId(reader: PduReader, name: string, direction: PduDirection): string {
  const meiType = reader.u8('MEI type', (value) => (value === MEI_DEVICE_ID ? `${value} (read device identification)` : String(value)));
  if (reader.problem === undefined && meiType !== MEI_DEVICE_ID) {
    reader.octets('Data', reader.left);
    return `Encapsulated interface ${meiType}`;
  }
  const access = reader.u8('Access', accessText);
  if (direction === 'request') {
    const object = reader.u8('Object', objectText);
    return `${name}: ${ACCESS_NAMES[access] ?? String(access)}, from object ${object} on`;
  }
  reader.u8('Conformity level', (value) => `${value & 0x7f}${value >= 0x80 ? ', single objects too' : ''}`);
  reader.u8('More follows', (value) => (value === 0 ? 'no' : value === 0xff ? 'yes' : `${value} (neither no nor yes)`));
  reader.u8('Next object', objectText);
  const count = reader.u8('Objects');
  for (let i = 0; i < count && reader.problem === undefined; i += 1) {
    const id = reader.u8('Object', objectText);
    const length = reader.u8('Length');
    reader.octets(DEVICE_ID_NAMES[id] ?? `Object ${id}`, length, (octets) => asText(octets) ?? hex(octets));
  }
  return `${name}: ${count} ${count === 1 ? 'object' : 'objects'}`;
}

function objectText(id: number): string {
  const name = DEVICE_ID_NAMES[id];
  return name === undefined ? String(id) : `${id} (${name})`;
}

function bits(value: number): string {
  return `${value.toString(2).padStart(8, '0')} (bit 7 to 0)`;
}

/** The newest event first. */
function eventsText(octets: Uint8Array): string {
  return octets.length === 0 ? 'none' : hex(octets, 64);
}
