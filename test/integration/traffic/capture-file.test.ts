import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productProtocols } from '../../../electron/engine/product-protocols';
import { encodeFragment, encodeLinkFrame, FUNCTION, TransportSegmenter } from '../../../electron/stacks/dnp3';
import { sealRtuFrame } from '../../../electron/stacks/modbus';
import { writeCaptureFile } from '../../../electron/traffic/capture-file';
import type { FrameSource, HeldFrame } from '../../../electron/traffic/held-frame';
import type { Opaque } from '../../../shared/domain/point';
import { requireDebian } from '../../support/debian';

const folder = mkdtempSync(join(tmpdir(), 'capture-'));
beforeAll(() => requireDebian(['tshark']), 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function line(protocol: string, label: string, settings: Opaque, kind: FrameSource['kind'] = 'line'): FrameSource {
  const known = productProtocols().find(({ description }) => description.name === protocol);
  if (known === undefined) throw new Error(`no protocol ${protocol}`);
  return { id: label, kind, name: label, label, protocol: known, settings };
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

function rtu(unit: number, pdu: string): Uint8Array {
  const octets = Uint8Array.from([0, ...hex(pdu), 0, 0]);
  sealRtuFrame(octets, unit);
  return octets;
}

function dnp3(fromMaster: boolean): Uint8Array {
  const fragment = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 3 }, functionCode: fromMaster ? FUNCTION.read : FUNCTION.response, blocks: fromMaster ? [{ group: 60, variation: 1, range: { kind: 'all' }, entries: [] }] : [] });
  if (fragment.kind === 'invalid') throw new Error(fragment.reason);
  const [userData = new Uint8Array(0)] = new TransportSegmenter().segments(fragment.octets);
  const frame = encodeLinkFrame({ fromMaster, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: fromMaster ? 10 : 1, source: fromMaster ? 1 : 10, userData });
  if (frame.kind === 'invalid') throw new Error(frame.reason);
  return frame.octets;
}

const TCP = line('modbus', 'Boiler house', { transport: 'tcp', host: 'a', port: 1502 });
const UDP = line('modbus', 'Meters', { transport: 'udp', host: 'b' });
const RTU = line('modbus', 'COM5 19200 8E1', { transport: 'rtu', serialPath: 'COM5' });
const ASCII = line('modbus', 'COM6', { transport: 'ascii', serialPath: 'COM6' });
const FEEDER = line('dnp3', 'Feeder', { transport: 'tcp', host: 'c' });
const RADIO = line('dnp3', 'Radio', { transport: 'serial', serialPath: 'COM7' });
const SERVED = line('modbus', 'Simulator Boiler, 0.0.0.0:1502', { transport: 'tcp', host: '0.0.0.0', port: 1502 }, 'simulator');
const SERVED_RTU = line('modbus', 'Simulator Boiler, COM8', { transport: 'rtu', serialPath: 'COM8' }, 'simulator');
const SERVED_DNP3 = line('dnp3', 'Simulator Feeder, 0.0.0.0:20001', { transport: 'udp', host: '0.0.0.0', port: 20_001 }, 'simulator');

const exchanges: readonly (readonly [FrameSource, HeldFrame['direction'], Uint8Array, string?])[] = [
  [TCP, 'sent', hex('00 01 00 00 00 06 03 03 00 64 00 02')],
  [RTU, 'sent', rtu(17, '03 00 6B 00 03')],
  [FEEDER, 'sent', dnp3(true)],
  [TCP, 'received', hex('00 01 00 00 00 07 03 03 04 01 C4 00 05')],
  [UDP, 'sent', hex('00 02 00 00 00 06 01 04 00 00 00 01')],
  [UDP, 'received', hex('00 02 00 00 00 05 01 04 02 00 2A')],
  [RTU, 'received', rtu(17, '03 06 02 2B 00 00 00 64')],
  [FEEDER, 'received', dnp3(false)],
  [ASCII, 'sent', Buffer.from(':1103006B00037E\r\n', 'latin1')],
  [RADIO, 'sent', dnp3(true)],
  [RADIO, 'received', dnp3(false)],
  [SERVED, 'received', hex('00 01 00 00 00 06 03 03 00 64 00 02'), '10.1.2.3:50123'],
  [SERVED, 'received', hex('00 09 00 00 00 06 03 03 00 64 00 01'), '[fe80::1]:50124'],
  [SERVED, 'sent', hex('00 01 00 00 00 07 03 03 04 01 C4 00 05'), '10.1.2.3:50123'],
  [SERVED, 'sent', hex('00 09 00 00 00 05 03 03 02 01 C4'), '[fe80::1]:50124'],
  [SERVED_RTU, 'received', rtu(17, '03 00 6B 00 03'), 'COM8'],
  [SERVED_RTU, 'sent', rtu(17, '03 06 02 2B 00 00 00 64'), 'COM8'],
  [SERVED_DNP3, 'received', dnp3(true), '10.1.2.4:20000'],
  [SERVED_DNP3, 'sent', dnp3(false), '10.1.2.4:20000'],
];
const frames = exchanges.map(([on, direction, octets, peer = ''], at): HeldFrame => ({ seq: at + 1, source: on, time: 1_795_000_000_000_000 + at * 1234, at, direction, octets, peer, note: null, digest: null }));

/** Each packet's fields as tshark shows them. */
function tshark(file: string, fields: readonly string[]): string[][] {
  const output = execFileSync('tshark', ['-r', file, '-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
  return output.split('\n').filter(Boolean).map((each) => each.split('|'));
}

describe('a capture of lines of every kind', () => {
  const file = join(folder, 'all.pcapng');

  it('is one file whose size is told, with an interface a line', async () => {
    const steps: number[] = [];
    const size = await writeCaptureFile(file, 'tests', frames, (done) => void steps.push(done), new AbortController().signal);
    expect(size).toBe(statSync(file).size);
    const seen = tshark(file, ['frame.interface_name', 'frame.time_epoch']);
    expect(seen.map(([name]) => name)).toEqual(exchanges.map(([on]) => on.label));
    expect(seen[1]?.[1]).toBe('1795000000.001234000');
  });

  it('is known to tshark as what it is, nothing malformed and every checksum right', () => {
    const seen = tshark(file, ['frame.protocols', '_ws.malformed', '_ws.expert.message', 'ip.checksum.status', 'tcp.checksum.status', 'udp.checksum.status']);
    const last = seen.map(([protocols = '']) => protocols.split(':').slice(-2).join(':'));
    expect(last).toEqual(['mbtcp:modbus', 'mbrtu:modbus', 'tcp:dnp3', 'mbtcp:modbus', 'mbudp:modbus', 'mbudp:modbus', 'mbrtu:modbus', 'tcp:dnp3', 'user_dlt:data', 'exported_pdu:dnp3', 'exported_pdu:dnp3', 'mbtcp:modbus', 'mbtcp:modbus', 'mbtcp:modbus', 'mbtcp:modbus', 'mbrtu:modbus', 'mbrtu:modbus', 'udp:dnp3', 'udp:dnp3']);
    expect(seen.map(([, malformed, expert = '']) => [malformed, /malformed|checksum|crc/i.test(expert)])).toEqual(seen.map(() => ['', false]));
    // 1: good, of those that have one.
    expect(seen.flatMap(([, , , ...checksums]) => checksums.filter(Boolean)).every((status) => status === '1')).toBe(true);
  });

  it('tells requests from answers on a serial line', () => {
    const seen = tshark(file, ['frame.protocols', 'modbus.reference_num', 'modbus.byte_cnt']).filter(([protocols]) => protocols?.includes('mbrtu'));
    expect(seen.map(([, reference, count]) => [reference !== '', count])).toEqual([[true, ''], [expect.any(Boolean), '6'], [true, ''], [expect.any(Boolean), '6']]);
  });

  it("has clients of simulators where they are, who are answered from the protocol's port", () => {
    const seen = tshark(file, ['frame.interface_name', 'ip.src', 'tcp.srcport', 'udp.srcport', 'ip.dst', 'tcp.dstport', 'udp.dstport', 'frame.packet_flags_direction', 'modbus.response_time', 'tcp.stream']).filter(([name]) => name?.startsWith('Simulator'));
    const ways = seen.map(([, from = '', tcpFrom = '', udpFrom = '', to = '', tcpTo = '', udpTo = '']) => (from === '' ? '' : `${from}:${tcpFrom}${udpFrom} > ${to}:${tcpTo}${udpTo}`));
    const madeUp = ways[1]?.split(' ')[0] ?? '';
    expect(madeUp).toMatch(/^198\.51\.100\.\d+:50124$/);
    expect(ways).toEqual(['10.1.2.3:50123 > 192.0.2.1:502', `${madeUp} > 192.0.2.1:502`, '192.0.2.1:502 > 10.1.2.3:50123', `192.0.2.1:502 > ${madeUp}`, '', '', '10.1.2.4:20000 > 192.0.2.1:20000', '192.0.2.1:20000 > 10.1.2.4:20000']);
    // 1: inbound, 2: outbound.
    expect(seen.map(([, , , , , , , direction]) => Number(direction))).toEqual([1, 1, 2, 2, 1, 2, 1, 2]);
    // Each client has a connection of its own: the answer follows its request there.
    const streams = seen.slice(0, 4).map((fields) => fields.at(-1));
    expect(streams).toEqual([streams[0], streams[1], streams[0], streams[1]]);
    expect(streams[0]).not.toBe(streams[1]);
    // The time from the request to its answer, as tshark works it out.
    expect(Number(seen[2]?.[8])).toBeCloseTo(0.002468, 6);
  });

  it('ends early, with the file closed, when it is cancelled', async () => {
    const many = Array.from({ length: 20_000 }, (_, at): HeldFrame => ({ seq: at, source: TCP, time: at, at, direction: 'sent', octets: new Uint8Array(60), peer: '', note: null, digest: null }));
    const abort = new AbortController();
    const written = writeCaptureFile(join(folder, 'cancelled.pcapng'), 'tests', many, () => abort.abort(new Error('cancelled')), abort.signal);
    await expect(written).rejects.toThrow('cancelled');
  });
});
