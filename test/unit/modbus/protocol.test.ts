import { describe, expect, it } from 'vitest';
import { protocolDescriptionSchema } from '../../../shared/contract/devices';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { registerPoint } from '../../support/modbus-line';

const protocol = createModbusProtocol();

describe('what Modbus tells the product about itself', () => {
  it('describes fields for every setting, with the defaults that the schemas fill in', () => {
    const description = protocolDescriptionSchema.parse(protocol.description);
    const line = protocol.lineSettings.parse({ host: 'plc' });
    const device = protocol.deviceSettings.parse({});
    expect(description.lineFields.map(({ key }) => key).sort()).toEqual(Object.keys(line).sort());
    expect(description.deviceFields.map(({ key }) => key).sort()).toEqual(Object.keys(device).sort());
    const defaults = (fields: typeof description.lineFields) => Object.fromEntries(fields.map(({ key, defaultValue }) => [key, defaultValue]));
    expect(defaults(description.deviceFields)).toEqual(device);
    expect({ ...defaults(description.lineFields), host: 'plc' }).toEqual(line);
  });

  it('begins with port 502, a timeout of 5 s, 3 retries, a poll of 1 s and at most 10 connections', () => {
    expect(protocol.lineSettings.parse({ host: 'plc' })).toMatchObject({ port: 502, maxConnections: 10 });
    expect(protocol.deviceSettings.parse({})).toMatchObject({ timeoutMs: 5000, retries: 3, byteOrder: 'ABCD' });
    expect(protocol.description.defaultPollIntervalMs).toBe(1000);
  });

  it('takes numbers that a form gives as text, and needs a host or a port', () => {
    expect(protocol.lineSettings.parse({ transport: 'rtu', serialPath: 'COM5', baudRate: '9600', dataBits: '8', stopBits: '2' })).toMatchObject({ baudRate: 9600, stopBits: 2 });
    expect(protocol.lineSettings.safeParse({ transport: 'rtu', serialPath: 'COM5', stopBits: 3 }).success).toBe(false);
    expect(protocol.lineSettings.safeParse({}).success).toBe(false);
    expect(protocol.lineSettings.safeParse({ transport: 'rtu' }).success).toBe(false);
  });

  it('knows lines by host and port, or by serial port', () => {
    expect(protocol.lineKey({ host: 'PLC', port: 502 })).toBe(protocol.lineKey({ host: 'plc' }));
    expect(protocol.lineKey({ host: 'plc', transport: 'rtu-over-tcp' })).not.toBe(protocol.lineKey({ host: 'plc' }));
    expect(protocol.lineLabel({ transport: 'rtu', serialPath: 'COM5' })).toBe('COM5 19200 8E1');
    expect(protocol.lineLabel({ host: '192.168.40.21' })).toBe('192.168.40.21:502');
    expect(protocol.lineLabel({ host: 'fe80::1' })).toBe('[fe80::1]:502');
  });

  it('says of each point that can not be what is wrong with it', () => {
    const problem = (address: number, fields: Parameters<typeof registerPoint>[1]): string => protocol.checkPoint(registerPoint(address, fields)) ?? '';
    expect(problem(0, { table: 'coil', dataType: 'float32' })).toContain('A coil holds one bit');
    expect(problem(65_535, { dataType: 'float32' })).toContain('past the last one');
    expect(problem(65_534, { dataType: 'float32' })).toBe('');
    expect(problem(0, { dataType: 'boolean' })).toContain('needs its bit');
    expect(problem(0, { dataType: 'uint16', bit: 3 })).toContain('is a boolean');
    expect(problem(0, { dataType: 'string' })).toContain('length');
    expect(problem(0, { table: 'discrete-input', dataType: 'boolean', bit: 1 })).toContain('leave the bit empty');
    expect(problem(0, { table: 'input-register', access: 'read-write' })).toContain('set the access to read');
    expect(problem(0, { table: 'coil', dataType: 'boolean', access: 'read-write' })).toBe('');
  });

  it('gives an address in every notation, and the key of the API', () => {
    const point = registerPoint(18, { table: 'input-register', dataType: 'boolean', bit: 6 });
    expect(protocol.addressTexts(point)).toEqual(['18.6', '19.6', '300019.6']);
    expect(protocol.addressKey(point)).toBe('18.6');
    expect(protocol.addressKey(registerPoint(100))).toBe('100');
  });

  it('takes frames apart for the traffic view', () => {
    const dissector = protocol.dissector!;
    const good = dissector.dissect(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2), 'sent', { host: 'plc' });
    expect(good.problem).toBe('');
    expect(good.summary).toContain('address 0 to 1');
    expect(dissector.dissect(Uint8Array.of(1, 3, 0, 0, 0, 2, 0, 0), 'sent', { transport: 'rtu', serialPath: 'COM5' }).problem).toContain('checksum');
  });
});
