import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tcpCapture, type CapturedPayload } from './pcap';

/** The port by which tshark knows DNP3; it stands in the capture file only. */
const DNP3_PORT = 20_000;

const FIELDS = [
  'frame.protocols',
  '_ws.malformed',
  '_ws.expert.message',
  'dnp3.ctl.prifunc',
  'dnp3.src',
  'dnp3.dst',
  'dnp3.al.func',
  'dnp3.al.ctl',
  'dnp3.al.iin',
  'dnp3.al.obj',
  'dnp3.al.index',
  'dnp3.al.point_index',
  'dnp3.al.bit',
  'dnp3.al.2bit',
  'dnp3.al.biq.b7',
  'dnp3.al.boq.b7',
  'dnp3.al.cnt',
  'dnp3.al.ana.int',
  'dnp3.al.ana.float',
  'dnp3.al.ana.double',
  'dnp3.al.anaout.int',
  'dnp3.al.anaout.float',
  'dnp3.al.anaout.double',
  'dnp3.al.ctrlstatus',
  'dnp3.al.timestamp',
  'dnp3.al.octet_string',
  'dnp3.al.time_delay',
  'dnp3.al.count',
  'dnp3.al.on_time',
  'dnp3.al.off_time',
] as const;

export type TsharkField = (typeof FIELDS)[number];

/** What tshark makes of one frame: each field with all its occurrences, joined by ";". */
export type Seen = Readonly<Record<TsharkField, string>>;

/** One tshark run over the payloads, each in a TCP segment of its own. */
export function askTshark(payloads: readonly CapturedPayload[]): Seen[] {
  const folder = mkdtempSync(join(tmpdir(), 'dnp3-'));
  try {
    const file = join(folder, 'corpus.pcap');
    writeFileSync(file, tcpCapture(DNP3_PORT, payloads));
    const output = execFileSync('tshark', ['-r', file, '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a', '-E', 'aggregator=;', ...FIELDS.flatMap((field) => ['-e', field])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
      timeout: 50_000,
    });
    return output
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => {
        const parts = line.split('|');
        return Object.fromEntries(FIELDS.map((field, i) => [field, parts[i] ?? ''])) as Seen;
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
