import { describe, expect, it } from 'vitest';
import { openLineChannel } from '../../../electron/protocols/line-channel';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { lineSettingsSchema } from '../../../electron/protocols/dnp3/line-settings';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { SerialPortListing } from '../../../electron/io/serial-port-list';

const modbus = createModbusProtocol();
const dnp3 = createDnp3Protocol();
const lines = [
  { protocol: modbus, serial: 'rtu' },
  { protocol: dnp3, serial: 'serial' },
] as const;

describe.each(lines)('A line of $protocol.description.title', ({ protocol, serial }) => {
  const firstProblem = (settings: Record<string, string>): unknown => {
    const parsed = protocol.lineSettings.safeParse(settings);
    return parsed.success ? null : parsed.error.issues.map(({ path, message }) => [path, message]);
  };

  it('needs a host, or a serial port by name or by the number of its adapter', () => {
    expect(firstProblem({})).toEqual([[['host'], 'a host name or address is needed']]);
    expect(firstProblem({ host: 'plc:502' })).toEqual([[['host'], 'a host name or address alone; the port has a field of its own']]);
    expect(firstProblem({ transport: serial })).toEqual([[['serialPath'], 'a serial port is needed']]);
    expect(firstProblem({ transport: serial, serialNumber: 'A10K3' })).toBeNull();
    expect(firstProblem({ transport: serial, serialPath: 'COM5' })).toBeNull();
  });

  it('needs a certificate and its private key together on TLS, and takes PEM alone', () => {
    expect(firstProblem({ transport: 'tls', host: 'plc', key: 'vault:1' })).toEqual([[['certificate'], 'a certificate and its private key go together']]);
    expect(firstProblem({ transport: 'tls', host: 'plc', certificate: '-----BEGIN CERTIFICATE-----' })).toEqual([[['key'], 'a certificate and its private key go together']]);
    expect(firstProblem({ transport: 'tls', host: 'plc', ca: '\u0030\u0082' })).toMatchObject([[['ca'], expect.stringContaining('BEGIN CERTIFICATE')]]);
  });

  it('is another one with another adapter under the same name', () => {
    const key = (serialNumber: string): string => protocol.lineKey({ transport: serial, serialPath: '/dev/ttyUSB0', serialNumber });
    expect(new Set([key(''), key('A10K3'), key('A10K4')]).size).toBe(3);
    expect(protocol.lineLabel({ transport: serial, serialNumber: 'A10K3', baudRate: '9600', parity: 'odd' })).toBe('A10K3 9600 8O1');
  });

  it('is served on an address that is named like the host of a line', () => {
    expect(protocol.server?.portLabel({ host: '::1', port: 1502 })).toBe('[::1]:1502');
    expect(protocol.server?.portLabel({ transport: serial, serialPath: 'COM5', baudRate: 9600, parity: 'even', stopBits: '2' })).toBe('COM5 9600 8E2');
  });
});

describe('Opening a line', () => {
  const open = (listing: SerialPortListing, settings: Record<string, string>): Promise<unknown> =>
    openLineChannel('serial', lineSettingsSchema.parse({ transport: 'serial', ...settings }), { signal: new AbortController().signal, secret: () => Promise.resolve(null), listPorts: () => Promise.resolve(listing) });

  it('looks for the adapter by its number and never takes another one that has its name', async () => {
    const another = open({ ports: [{ path: '/dev/none-7', serialNumber: 'OTHER' }] }, { serialPath: '/dev/none-7', serialNumber: 'A10K3' });
    await expect(another).rejects.toMatchObject({ code: 'not-found' });
    await expect(another).rejects.toThrow('A10K3');
    await expect(open({ ports: [{ path: '/dev/none-8', serialNumber: 'A10K3' }] }, { serialPath: '/dev/none-7', serialNumber: 'A10K3' })).rejects.toThrow('/dev/none-8');
  });

  it('takes the name where the system does not tell adapters apart', async () => {
    await expect(open({ ports: [], problem: 'not here' }, { serialPath: '/dev/none-7', serialNumber: 'A10K3' })).rejects.toThrow('serial /dev/none-7');
  });

  it('does not connect without the private key that the vault has not', async () => {
    const settings = lineSettingsSchema.parse({ transport: 'tls', host: '127.0.0.1', port: 1, certificate: '-----BEGIN CERTIFICATE-----', key: 'vault:gone' });
    const opening = openLineChannel('tls', settings, { signal: new AbortController().signal, secret: () => Promise.resolve(null), listPorts: () => Promise.resolve({ ports: [] }) });
    await expect(opening).rejects.toMatchObject({ code: 'certificate' });
    await expect(opening).rejects.toThrow('is not in the vault');
  });
});
