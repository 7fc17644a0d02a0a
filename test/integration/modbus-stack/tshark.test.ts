import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPair } from '../../../electron/io/memory-pair';
import { functionCodeOf, MemoryUnit, ModbusClient, ModbusServer, RTU_OVER_TCP_TIMING, serveUnits, type ModbusRequest, type ModbusServerModel } from '../../../electron/stacks/modbus';
import { requireDebian } from '../../support/debian';
import { temporaryFolder } from '../../support/modbus-peers';
import { tcpCapture, udpCapture, type CapturedPayload } from '../../support/pcap';

/** tshark tells requests from answers by this port; it stands in the capture file only. */
const PORT = 502;
const folder = temporaryFolder();
beforeAll(() => requireDebian(['tshark']), 300_000);
afterAll(() => folder.close());

const bits = (count: number) => Array.from({ length: count }, (_, i) => i % 3 === 0);
const words = (count: number) => Array.from({ length: count }, (_, i) => (i * 4099) & 0xffff);

/** Every function at its least and its greatest count. */
const REQUESTS: ModbusRequest[] = [
  ...([1, 2] as const).flatMap((functionCode) => [1, 7, 2000].map((quantity) => ({ functionCode, address: 0, quantity }))),
  ...([3, 4] as const).flatMap((functionCode) => [1, 125].map((quantity) => ({ functionCode, address: 65_536 - quantity, quantity }))),
  { functionCode: 5, address: 0, value: true },
  { functionCode: 5, address: 65_535, value: false },
  { functionCode: 6, address: 0, value: 0 },
  { functionCode: 6, address: 65_535, value: 65_535 },
  ...[1, 9, 1968].map((count): ModbusRequest => ({ functionCode: 15, address: 0, values: bits(count) })),
  ...[1, 123].map((count): ModbusRequest => ({ functionCode: 16, address: 0, values: words(count) })),
  { functionCode: 7 },
  ...[0, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20].map((subFunction): ModbusRequest => ({ functionCode: 8, subFunction, data: new Uint8Array(2) })),
  { functionCode: 8, subFunction: 1, data: Uint8Array.of(0xff, 0) },
  { functionCode: 11 },
  { functionCode: 12 },
  { functionCode: 17 },
  { functionCode: 20, records: [{ file: 4, record: 0, quantity: 1 }] },
  { functionCode: 20, records: [{ file: 4, record: 9879, quantity: 121 }] },
  { functionCode: 20, records: Array.from({ length: 35 }, (_, record) => ({ file: 4, record, quantity: 1 })) },
  { functionCode: 21, records: [{ file: 4, record: 0, registers: [1] }] },
  { functionCode: 21, records: [{ file: 4, record: 9878, registers: words(122) }] },
  { functionCode: 22, address: 65_535, andMask: 0xf2, orMask: 0x25 },
  { functionCode: 23, address: 0, quantity: 1, writeAddress: 0, values: [1] },
  { functionCode: 23, address: 0, quantity: 125, writeAddress: 65_415, values: words(121) },
  ...[0, 1, 2].map((address): ModbusRequest => ({ functionCode: 24, address })),
  ...([1, 2, 3] as const).map((access): ModbusRequest => ({ functionCode: 43, access, objectId: 0 })),
  { functionCode: 43, access: 3, objectId: 0x80 },
  { functionCode: 43, access: 4, objectId: 0x80 },
];
/** One of each function, for the exceptions. */
const EACH: ModbusRequest[] = [...new Map(REQUESTS.map((request) => [request.functionCode, request])).values()];
const EXCEPTIONS = [1, 2, 3, 4, 5, 6, 8, 10, 11] as const;

/** Runs every request through our client and our server, answered in order and then with each exception; the frames as sent. */
async function record(framing: 'mbap' | 'rtu'): Promise<CapturedPayload[]> {
  const frames: CapturedPayload[] = [];
  const unit = new MemoryUnit({
    coils: 65_536,
    discreteInputs: 65_536,
    holdingRegisters: 65_536,
    inputRegisters: 65_536,
    serverId: Uint8Array.from({ length: 251 }, (_, i) => i),
    files: new Map([[4, Uint16Array.from({ length: 10_000 }, (_, i) => i)]]),
    queues: new Map([0, 1, 31].map((length, address) => [address, words(length)])),
    deviceIdentification: [0, 1, 2, 3, 0x80].map((id) => ({ id, value: Uint8Array.from({ length: id === 0x80 ? 244 : 40 }, () => 0x41 + (id & 0x3f)) })),
  });
  const own = serveUnits(() => unit);
  let exception: (typeof EXCEPTIONS)[number] | undefined;
  const model: ModbusServerModel = {
    serves: () => true,
    handle: (to, request, reply) => (exception === undefined ? own.handle(to, request, reply) : reply({ functionCode: functionCodeOf(request), exception })),
  };
  const [near, far] = memoryPair();
  new ModbusServer(model).attach(far, framing === 'mbap' ? { framing } : { framing, timing: RTU_OVER_TCP_TIMING });
  const onFrame = (direction: 'out' | 'in', octets: Uint8Array) => frames.push({ fromClient: direction === 'out', octets: Uint8Array.from(octets) });
  const client = new ModbusClient(near, framing === 'mbap' ? { framing, onFrame } : { framing, timing: RTU_OVER_TCP_TIMING, onFrame });
  for (const request of REQUESTS) expect(await client.request(247, request)).toMatchObject({ ok: true });
  for (exception of EXCEPTIONS) for (const request of EACH) await client.request(1, request);
  client.close();
  return frames;
}

interface Seen {
  readonly layers: string;
  readonly functionCode: number;
  readonly exception: string;
  readonly complaint: string;
}

/** What tshark makes of each frame. */
function ask(name: string, transport: 'tcp' | 'udp', dissector: string, frames: readonly CapturedPayload[]): Seen[] {
  const file = join(folder.path, `${name}.pcap`);
  writeFileSync(file, transport === 'tcp' ? tcpCapture(PORT, frames) : udpCapture(PORT, frames));
  const fields = ['frame.protocols', 'modbus.func_code', 'modbus.exception_code', '_ws.malformed', '_ws.expert.message'].flatMap((field) => ['-e', field]);
  const output = execFileSync(
    'tshark',
    ['-r', file, '-d', `${transport}.port==${PORT},${dissector}`, '-o', 'mbrtu.crc_verification:TRUE', '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a', ...fields],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [layers = '', code = '', exception = '', malformed = '', expert = ''] = line.split('|');
      return { layers, functionCode: Number(code), exception, complaint: malformed + expert };
    });
}

describe('tshark', () => {
  for (const [framing, transport, dissector] of [
    ['mbap', 'tcp', 'mbtcp'],
    ['mbap', 'udp', 'mbudp'],
    ['rtu', 'tcp', 'mbrtu'],
  ] as const) {
    it(`recognises every ${framing.toUpperCase()} frame that we send on ${transport.toUpperCase()} as Modbus and finds none malformed`, async () => {
      const all = await record(framing);
      expect(all).toHaveLength(2 * (REQUESTS.length + EACH.length * EXCEPTIONS.length));
      // tshark takes an RTU frame of four octets (a request without fields: 7, 11, 12, 17) for none; seen in version 4.0.
      const frames = all.filter(({ octets }) => framing !== 'rtu' || octets.length > 4);
      const seen = ask(framing, transport, dissector, frames);
      const pduAt = framing === 'mbap' ? 7 : 1;
      expect(seen.map(({ layers }) => layers.endsWith('modbus'))).toEqual(frames.map(() => true));
      expect(seen.map(({ functionCode }) => functionCode)).toEqual(frames.map(({ octets }) => (octets[pduAt] ?? 0) & 0x7f));
      const exceptions = seen.filter(({ exception }) => exception !== '').map(({ exception }) => Number(exception));
      expect(exceptions).toEqual(EXCEPTIONS.flatMap((code) => EACH.map(() => code)));
      // tshark notes every exception answer as such; nothing else may be noted.
      expect(seen.map(({ complaint }) => complaint).filter((complaint) => complaint !== '' && !complaint.includes('Exception returned'))).toEqual([]);
    });
  }

  it('does find a damaged frame malformed, so that finding none says something', async () => {
    const frames = (await record('rtu')).slice(0, 4).map(({ fromClient, octets }) => {
      const damaged = Uint8Array.from(octets);
      damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
      return { fromClient, octets: damaged };
    });
    expect(ask('damaged', 'tcp', 'mbrtu', frames).filter(({ complaint, layers }) => complaint !== '' || !layers.endsWith('modbus'))).toHaveLength(4);
    const cut = (await record('mbap')).slice(0, 2).map(({ fromClient, octets }) => {
      const short = Uint8Array.from(octets).slice(0, -2);
      short[5] = (short[5] ?? 0) - 2;
      return { fromClient, octets: short };
    });
    expect(ask('cut', 'tcp', 'mbtcp', cut).filter(({ complaint }) => complaint !== '')).not.toHaveLength(0);
  });
});
