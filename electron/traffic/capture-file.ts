import { open } from 'node:fs/promises';
import type { CaptureForm } from '../protocols/protocol';
import { asAsked, type FrameSource, type HeldFrame } from './held-frame';
import { MadeUpConnection, namedPacket } from './made-up-packets';
import { peerAddress } from './peer-address';
import { interfaceDescription, LINK_TYPE, packetBlock, sectionHeader } from './pcapng';

const WRITE_OCTETS = 256 * 1024;

/** A line or a port as an interface of the file. */
interface CapturedSource {
  readonly number: number;
  packet(frame: HeldFrame): Uint8Array;
}

/** Frames as a pcapng file: each line and each port an interface with its name, each frame a packet with its time and direction. */
export class CaptureFile {
  private readonly sources = new Map<FrameSource, CapturedSource>();
  private connections = 0;

  constructor(private readonly application: string) {}

  /** The file's beginning. */
  head(): Buffer {
    return sectionHeader(this.application);
  }

  /** One frame, with its source before it where it is the first of that. */
  frame(frame: HeldFrame): Buffer {
    const known = this.sources.get(frame.source);
    const source = known ?? this.addSource(frame.source);
    const comment = frame.note === null ? '' : { 'no-frame': 'No valid frame', late: 'Late: its request was given up', stray: 'Nobody asked for it' }[frame.note];
    const packet = packetBlock(source.number, frame.time, source.packet(frame), frame.direction, comment);
    return known === undefined ? Buffer.concat([interfaceDescription(linkTypeOf(formOf(frame.source)), frame.source.label), packet]) : packet;
  }

  private addSource(source: FrameSource): CapturedSource {
    const captured = { number: this.sources.size, packet: this.packetOf(formOf(source)) };
    this.sources.set(source, captured);
    return captured;
  }

  private packetOf(form: CaptureForm): CapturedSource['packet'] {
    if (form.kind === 'raw') return ({ octets }) => octets;
    if (form.kind === 'named') return (frame) => namedPacket(form.dissector, asAsked(frame), frame.octets);
    const byPeer = new Map<string, MadeUpConnection>();
    return ({ source, peer, direction, octets }) => {
      const known = byPeer.get(peer);
      const connection = known ?? this.connection(form.kind, form.port, source.kind === 'simulator' ? peer : null);
      if (known === undefined) byPeer.set(peer, connection);
      return connection.packet(direction, octets);
    };
  }

  /** `client`: who asks where this side answers; null where this side asks. */
  private connection(kind: 'tcp' | 'udp', port: number, client: string | null): MadeUpConnection {
    const number = this.connections;
    this.connections += 1;
    return new MadeUpConnection(kind, port, number, client === null ? null : peerAddress(client));
  }
}

/** Writes frames to a file in pieces. @returns its size in octets */
export async function writeCaptureFile(path: string, application: string, frames: Iterable<HeldFrame>, progress: (done: number) => void, signal: AbortSignal): Promise<number> {
  const capture = new CaptureFile(application);
  const file = await open(path, 'w', 0o600);
  let size = 0;
  const head = capture.head();
  let pieces = [head];
  let waiting = head.length;
  try {
    let done = 0;
    for (const frame of frames) {
      done += 1;
      const piece = capture.frame(frame);
      pieces.push(piece);
      waiting += piece.length;
      if (waiting < WRITE_OCTETS) continue;
      signal.throwIfAborted();
      await file.appendFile(Buffer.concat(pieces));
      size += waiting;
      pieces = [];
      waiting = 0;
      progress(done);
    }
    await file.appendFile(Buffer.concat(pieces));
    return size + waiting;
  } finally {
    await file.close();
  }
}

function formOf({ protocol, settings }: FrameSource): CaptureForm {
  return protocol.dissector?.captureForm(settings) ?? { kind: 'raw' };
}

function linkTypeOf({ kind }: CaptureForm): number {
  if (kind === 'raw') return LINK_TYPE.user0;
  return kind === 'named' ? LINK_TYPE.upperPdu : LINK_TYPE.ethernet;
}
