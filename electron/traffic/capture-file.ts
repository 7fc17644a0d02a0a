import { open } from 'node:fs/promises';
import type { CaptureForm } from '../protocols/protocol';
import type { FrameLine, HeldFrame } from './held-frame';
import { MadeUpConnection, namedPacket } from './made-up-packets';
import { interfaceDescription, LINK_TYPE, packetBlock, sectionHeader } from './pcapng';

const WRITE_OCTETS = 256 * 1024;

/** A line as an interface of the file. */
interface CapturedLine {
  readonly number: number;
  packet(frame: HeldFrame): Uint8Array;
}

/** Frames as a pcapng file: each line an interface with its name, each frame a packet with its time and direction. */
export class CaptureFile {
  private readonly lines = new Map<FrameLine, CapturedLine>();

  constructor(private readonly application: string) {}

  /** The file's beginning. */
  head(): Buffer {
    return sectionHeader(this.application);
  }

  /** One frame, with its line before it where it is the first of that. */
  frame(frame: HeldFrame): Buffer {
    const known = this.lines.get(frame.line);
    const line = known ?? this.addLine(frame.line);
    const comment = frame.note === null ? '' : { 'no-frame': 'No valid frame', late: 'Late: its request was given up', stray: 'Nobody asked for it' }[frame.note];
    const packet = packetBlock(line.number, frame.time, line.packet(frame), frame.direction, comment);
    return known === undefined ? Buffer.concat([interfaceDescription(linkTypeOf(formOf(frame.line)), frame.line.label), packet]) : packet;
  }

  private addLine(line: FrameLine): CapturedLine {
    const number = this.lines.size;
    const captured = { number, packet: packetOf(formOf(line), number) };
    this.lines.set(line, captured);
    return captured;
  }
}

/** Writes frames to a file in pieces. @returns its size in octets */
export async function writeCaptureFile(path: string, application: string, frames: readonly HeldFrame[], progress: (done: number) => void, signal: AbortSignal): Promise<number> {
  const capture = new CaptureFile(application);
  const file = await open(path, 'w', 0o600);
  let size = 0;
  const head = capture.head();
  let pieces = [head];
  let waiting = head.length;
  try {
    for (const [done, frame] of frames.entries()) {
      const piece = capture.frame(frame);
      pieces.push(piece);
      waiting += piece.length;
      if (waiting < WRITE_OCTETS) continue;
      signal.throwIfAborted();
      await file.appendFile(Buffer.concat(pieces));
      size += waiting;
      pieces = [];
      waiting = 0;
      progress(done + 1);
    }
    await file.appendFile(Buffer.concat(pieces));
    return size + waiting;
  } finally {
    await file.close();
  }
}

function formOf({ protocol, settings }: FrameLine): CaptureForm {
  return protocol.dissector?.captureForm(settings) ?? { kind: 'raw' };
}

function linkTypeOf({ kind }: CaptureForm): number {
  if (kind === 'raw') return LINK_TYPE.user0;
  return kind === 'named' ? LINK_TYPE.upperPdu : LINK_TYPE.ethernet;
}

function packetOf(form: CaptureForm, number: number): CapturedLine['packet'] {
  if (form.kind === 'raw') return ({ octets }) => octets;
  if (form.kind === 'named') return ({ direction, octets }) => namedPacket(form.dissector, direction, octets);
  const connection = new MadeUpConnection(form.kind, form.port, number);
  return ({ direction, octets }) => connection.packet(direction, octets);
}
