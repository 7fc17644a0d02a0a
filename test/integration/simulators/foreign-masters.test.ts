import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ModbusRTU from 'modbus-serial';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MODBUS_BYTE_ORDERS } from '../../../electron/stacks/modbus';
import type { ServedSource } from '../../../electron/protocols/protocol';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import { requireDebian } from '../../support/debian';
import { registerPoint } from '../../support/modbus-line';
import { buildLibmodbusPeers, openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { tcpCapture, type CapturedPayload } from '../../support/pcap';
import { serveSimulator } from '../../support/served-simulator';

const run = promisify(execFile);
const folder = temporaryFolder();
const open: { close(): unknown }[] = [];
let libmodbus: string;

beforeAll(() => {
  libmodbus = buildLibmodbusPeers(folder.path).client;
  requireDebian(['tshark', 'python3-pymodbus']);
}, 300_000);
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => folder.close());

const opened = <T extends { close(): unknown }>(each: T): T => (open.push(each), each);
const LINE = { baudRate: 19_200, parity: 'none' } as const;

/** Unit 1 with all that libmodbus's client program asks for: 2000 bits and 1000 registers of each kind. */
function wholeUnit(): ServedSource {
  const values = new Map<string, Value>();
  const fill = (count: number, value: (address: number) => Value, more: Parameters<typeof registerPoint>[1]): Point[] =>
    Array.from({ length: count }, (_, address) => {
      const point = registerPoint(address, more);
      values.set(point.id, value(address));
      return point;
    });
  const points = [
    ...fill(2000, () => false, { table: 'coil', dataType: 'boolean', access: 'read-write' }),
    ...fill(2000, (address) => address % 3 === 0, { table: 'discrete-input', dataType: 'boolean' }),
    ...fill(1000, () => 0, { dataType: 'uint16', access: 'read-write' }),
    ...fill(1000, (address) => address * 7 + 1, { table: 'input-register', dataType: 'uint16' }),
  ];
  return {
    // What libmodbus expects of "report server id": identifier, run indicator, one more octet.
    devices: [{ settings: { unitId: 1, serverId: 0x11, serverText: 'A' }, points }],
    read: (id) => values.get(id) ?? null,
    write: (id, value) => (values.set(id, value), true),
  };
}

async function modbusSerialExchange(client: ModbusRTU): Promise<void> {
  client.setID(1);
  client.setTimeout(2000);
  await client.writeCoils(10, [true, false, true]);
  expect((await client.readCoils(10, 3)).data.slice(0, 3)).toEqual([true, false, true]);
  await client.writeRegisters(0, [1, 2, 65_535]);
  await client.writeRegister(3, 4);
  expect((await client.readHoldingRegisters(0, 4)).data).toEqual([1, 2, 65_535, 4]);
  expect((await client.readInputRegisters(0, 125)).data[124]).toBe(869);
  await expect(client.readHoldingRegisters(999, 2)).rejects.toThrow('Illegal data address');
}

const closing = (client: ModbusRTU) => opened({ close: () => new Promise<void>((resolve) => client.close(() => resolve())) });

describe('a simulator', () => {
  it('answers every function of a libmodbus client on TCP', async () => {
    const { port } = opened(await serveSimulator({}, wholeUnit()));
    expect((await run(libmodbus, ['tcp', String(port), 'check'], { timeout: 20_000 })).stdout).toBe('ok\n');
  });

  it('answers every function of a libmodbus client on a serial line', async () => {
    const pair = opened(await openPtyPair(folder.path));
    opened(await serveSimulator({ transport: 'rtu', serialPath: pair.near, ...LINE }, wholeUnit()));
    expect((await run(libmodbus, ['rtu', pair.far, 'check'], { timeout: 20_000 })).stdout).toBe('ok\n');
  });

  it('is read and written by modbus-serial on TCP, RTU and ASCII', async () => {
    expect.hasAssertions();
    const { port } = opened(await serveSimulator({}, wholeUnit()));
    const tcp = new ModbusRTU();
    await tcp.connectTCP('127.0.0.1', { port });
    closing(tcp);
    await modbusSerialExchange(tcp);
    for (const transport of ['rtu', 'ascii'] as const) {
      const place = opened(temporaryFolder());
      const pair = opened(await openPtyPair(place.path));
      opened(await serveSimulator({ transport, serialPath: pair.near, ...LINE }, wholeUnit()));
      const client = new ModbusRTU();
      await (transport === 'rtu' ? client.connectRTUBuffered(pair.far, { baudRate: 19_200 }) : client.connectAsciiSerial(pair.far, { baudRate: 19_200 }));
      closing(client);
      await modbusSerialExchange(client);
    }
  });

  it('puts values of every order of words on the wire as pymodbus encodes them', async () => {
    const cases = [
      { type: 'int32', value: -2 },
      { type: 'uint32', value: 0x0102_0304 },
      { type: 'float32', value: Math.fround(81.42) },
      { type: 'float64', value: -273.15 },
    ] as const;
    const theirs: unknown = JSON.parse(execFileSync('/usr/bin/python3', [join(process.cwd(), 'test', 'support', 'pymodbus-values.py'), JSON.stringify(cases)], { encoding: 'utf8' }));
    const values = new Map<string, Value>();
    const points = cases.flatMap(({ type, value }, at) =>
      MODBUS_BYTE_ORDERS.map((byteOrder, place) => {
        const point = registerPoint(100 * at + 4 * place, { dataType: type, byteOrder });
        values.set(point.id, value);
        return point;
      }),
    );
    const { port } = opened(await serveSimulator({}, { devices: [{ settings: { unitId: 1 }, points }], read: (id) => values.get(id) ?? null, write: () => false }));
    const client = new ModbusRTU();
    await client.connectTCP('127.0.0.1', { port });
    closing(client);
    client.setID(1);
    const seen: string[][] = [];
    for (const [at, { type }] of cases.entries()) {
      const row: string[] = [];
      for (const [place] of MODBUS_BYTE_ORDERS.entries()) row.push((await client.readHoldingRegisters(100 * at + 4 * place, type === 'float64' ? 4 : 2)).buffer.toString('hex'));
      seen.push(row);
    }
    expect(seen).toEqual(theirs);
  });

  it('sends nothing to a libmodbus client that tshark finds malformed', async () => {
    const { port } = opened(await serveSimulator({}, wholeUnit()));
    const frames: CapturedPayload[] = [];
    const sockets = new Set<Socket>();
    const relay = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to, fromClient] of [[near, far, true], [far, near, false]] as const) {
        sockets.add(from);
        from.on('data', (octets: Buffer) => {
          frames.push({ fromClient, octets: Uint8Array.from(octets) });
          to.write(octets);
        });
        from.on('error', () => undefined);
        from.on('end', () => to.end());
      }
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    opened({ close: () => (sockets.forEach((socket) => socket.destroy()), relay.close()) });
    const address = relay.address();
    const relayed = typeof address === 'object' && address !== null ? address.port : 0;
    expect((await run(libmodbus, ['tcp', String(relayed), 'check'], { timeout: 20_000 })).stdout).toBe('ok\n');
    const file = join(folder.path, `${randomUUID()}.pcap`);
    writeFileSync(file, tcpCapture(502, frames));
    const fields = ['frame.protocols', '_ws.malformed', '_ws.expert.message'].flatMap((field) => ['-e', field]);
    const said = execFileSync('tshark', ['-r', file, '-d', 'tcp.port==502,mbtcp', '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a', ...fields], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd().split('\n');
    expect(said).toHaveLength(frames.length);
    expect(said.filter((line) => !(line.split('|')[0] ?? '').endsWith('modbus'))).toEqual([]);
    expect(said.map((line) => line.split('|').slice(1).join('')).filter((complaint) => complaint !== '' && !complaint.includes('Exception returned'))).toEqual([]);
  });
});
