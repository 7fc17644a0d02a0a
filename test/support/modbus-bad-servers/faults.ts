import type { AskedFrame, Wire } from './wire';
import { frame } from './wire';

/** One request to the bad server, with all that it can do about it. */
export interface Asked extends AskedFrame {
  readonly wire: Wire;
  /** The right answer's PDU and frame. */
  readonly pduRight: Buffer;
  readonly right: Buffer;
  /** How many faulty answers came before this one. */
  readonly turn: number;
  readonly send: (octets: Uint8Array) => void;
  readonly later: (milliseconds: number, action: () => void) => void;
  /** Ends the connection; on a serial line, nothing. */
  readonly drop: () => void;
  /** The connection stays, and nothing that comes over it is answered any more; on a serial line and UDP this one request is not. */
  readonly stick: () => void;
}

export interface Fault {
  readonly name: string;
  /** Where it makes sense; everywhere unless given. */
  readonly wires?: readonly Wire[];
  /**
   * With several requests on the wire it can't be told from a right answer by anybody: on a stream without checksum the answer
   * to the next request fills a gap, and one that names another request that waits and is as long is that one's.
   */
  readonly untellableWhenPipelined?: boolean;
  /** Everybody on the connection suffers, not only the unit that is asked. */
  readonly takesTheConnection?: boolean;
  readonly act: (asked: Asked) => void;
}

const exceptions = [1, 2, 3, 4, 5, 6, 8, 10, 11, 42];
const FLOOD = 50;

/** The answer with some octets of its PDU changed. */
function changed(asked: Asked, change: (pdu: Buffer) => Buffer | void): Buffer {
  const copy = Buffer.from(asked.pduRight);
  return frame(asked.wire, asked.unit, change(copy) ?? copy, asked.transactionId);
}

/** Every way in which a server is known to misbehave, or might. */
export const faults: readonly Fault[] = [
  { name: 'delays its answers by 100 ms', act: ({ later, send, right }) => later(100, () => send(right)) },
  { name: 'answers after a time that jumps between 1 and 150 ms', act: ({ later, send, right, turn }) => later(1 + ((turn * 37) % 150), () => send(right)) },
  { name: 'does not answer', act: () => undefined },
  ...exceptions.map((code): Fault => ({ name: `answers with exception ${code}`, act: ({ wire, unit, pdu, transactionId, send }) => send(frame(wire, unit, Buffer.of((pdu[0] ?? 0) | 0x80, code), transactionId)) })),
  { name: 'sends a wrong checksum', wires: ['rtu'], act: ({ send, right }) => send(Buffer.from(right).fill((right.at(-1) ?? 0) ^ 0x55, right.length - 1)) },
  { name: 'sends a wrong checksum in ASCII', wires: ['ascii'], act: ({ send, right }) => send(Buffer.from(right).fill(right.at(-3) === 0x30 ? 0x31 : 0x30, right.length - 3, right.length - 2)) },
  { name: 'answers as another unit', act: ({ wire, unit, pduRight, transactionId, send }) => send(frame(wire, unit + 40, pduRight, transactionId)) },
  { name: 'answers with another transaction identifier', wires: ['mbap'], act: ({ wire, unit, pduRight, transactionId, send }) => send(frame(wire, unit, pduRight, transactionId + 1000)) },
  { name: 'answers with another protocol identifier', wires: ['mbap'], act: ({ right, send }) => send(Buffer.from(right).fill(1, 3, 4)) },
  { name: 'announces a length of 0', wires: ['mbap'], act: ({ right, send }) => send(Buffer.from(right).fill(0, 4, 6)) },
  { name: 'announces a length of 65535', wires: ['mbap'], act: ({ right, send }) => send(Buffer.from(right).fill(0xff, 4, 6)) },
  { name: 'stops in the middle of an answer', untellableWhenPipelined: true, act: ({ right, send }) => send(right.subarray(0, right.length - 3)) },
  { name: 'stops in the middle of an answer and ends the connection', untellableWhenPipelined: true, act: ({ right, send, drop, later }) => (send(right.subarray(0, right.length - 3)), later(5, drop)) },
  { name: 'sends its answer octet by octet', act: ({ right, send, later }) => right.forEach((octet, at) => later(at, () => send(Buffer.of(octet)))) },
  { name: 'sends its answer in two pieces 30 ms apart', act: ({ right, send, later }) => (send(right.subarray(0, 4)), later(30, () => send(right.subarray(4)))) },
  { name: 'answers twice', act: ({ right, send }) => send(Buffer.concat([right, right])) },
  { name: 'puts garbage behind its answer', act: ({ right, send }) => send(Buffer.concat([right, Buffer.of(0xde, 0xad, 0xbe)])) },
  { name: 'puts garbage before its answer', act: ({ right, send }) => send(Buffer.concat([Buffer.of(0xde, 0xad, 0xbe), right])) },
  { name: 'sends garbage in place of an answer', act: ({ send, turn }) => send(Buffer.from(Array.from({ length: 60 }, (_, at) => (at * 97 + turn * 13) & 0xff))) },
  { name: 'floods with garbage', act: ({ send, turn, later }) => Array.from({ length: FLOOD }, (_, at) => later(at, () => send(Buffer.alloc(200, (turn + at) & 0xff)))) },
  { name: 'answers another function', act: (asked) => asked.send(changed(asked, (pdu) => void pdu.writeUInt8(((pdu[0] ?? 0) & 3) + 1, 0))) },
  { name: 'gives a byte count that is too large', act: (asked) => asked.send(changed(asked, (pdu) => void pdu.writeUInt8((pdu[1] ?? 0) + 2, 1))) },
  { name: 'gives a byte count of 0', act: (asked) => asked.send(changed(asked, () => Buffer.of(asked.pduRight[0] ?? 0, 0))) },
  { name: 'gives fewer registers than were asked for', act: (asked) => asked.send(changed(asked, (pdu) => Buffer.concat([Buffer.of(pdu[0] ?? 0, (pdu[1] ?? 2) - 2), pdu.subarray(2, -2)]))) },
  { name: 'gives more registers than were asked for', act: (asked) => asked.send(changed(asked, (pdu) => Buffer.concat([Buffer.of(pdu[0] ?? 0, (pdu[1] ?? 0) + 2), pdu.subarray(2), Buffer.of(9, 9)]))) },
  { name: 'sends an empty answer', act: ({ wire, unit, transactionId, send }) => send(frame(wire, unit, Buffer.alloc(0), transactionId)) },
  { name: 'sends an exception of one octet', act: ({ wire, unit, pdu, transactionId, send }) => send(frame(wire, unit, Buffer.of((pdu[0] ?? 0) | 0x80), transactionId)) },
  { name: 'sends the request back', act: ({ wire, unit, pdu, transactionId, send }) => send(frame(wire, unit, pdu, transactionId)) },
  { name: 'ends the connection instead of answering', act: ({ drop }) => drop() },
  { name: 'ends the connection after its answer', act: ({ right, send, drop, later }) => (send(right), later(2, drop)) },
  { name: 'answers after it was given up, on TCP', wires: ['mbap'], act: ({ right, send, later }) => later(900, () => send(right)) },
  { name: 'answers with the transaction identifier of the request before', wires: ['mbap'], untellableWhenPipelined: true, act: ({ wire, unit, pduRight, transactionId, send }) => send(frame(wire, unit, pduRight, transactionId - 1)) },
  { name: 'says that it will take a while, and answers then', wires: ['mbap'], act: ({ wire, unit, pdu, transactionId, right, send, later }) => (send(frame(wire, unit, Buffer.of((pdu[0] ?? 0) | 0x80, 5), transactionId)), later(50, () => send(right))) },
  { name: 'answers as unit 0', act: ({ wire, pduRight, transactionId, send }) => send(frame(wire, 0, pduRight, transactionId)) },
  { name: 'answers with function 0', act: (asked) => asked.send(changed(asked, (pdu) => void pdu.writeUInt8(0, 0))) },
  { name: 'puts a zero before its answer', act: ({ right, send }) => send(Buffer.concat([Buffer.of(0), right])) },
  { name: 'lets another unit talk before its answer', act: ({ wire, unit, pduRight, transactionId, right, send }) => send(Buffer.concat([frame(wire, unit + 9, pduRight, transactionId + 9), right])) },
  { name: 'ends the connection after the first octets of an answer', act: ({ right, send, drop, later }) => (send(right.subarray(0, 3)), later(5, drop)) },
  { name: 'keeps the connection and never answers on it again', takesTheConnection: true, act: ({ stick }) => stick() },
  { name: 'writes ASCII in small letters', wires: ['ascii'], act: ({ right, send }) => send(Buffer.from(right.toString('latin1').toLowerCase(), 'latin1')) },
  { name: 'ends its ASCII frames with a carriage return alone', wires: ['ascii'], act: ({ right, send }) => send(right.subarray(0, -1)) },
  { name: 'writes letters in ASCII that are no digits', wires: ['ascii'], act: ({ right, send }) => send(Buffer.from(right).fill('G', 5, 6)) },
  { name: 'answers after an answer to nobody', wires: ['mbap'], act: ({ wire, unit, pduRight, transactionId, right, send }) => send(Buffer.concat([frame(wire, unit, pduRight, transactionId + 77), right])) },
];
