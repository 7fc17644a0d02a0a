import type { ClientJob } from './client-job';
import type { ModbusRequest, ModbusResponse } from './pdu';

/** A frame of a serial line, its checksum found right. */
export interface LineFrame {
  readonly unit: number;
  readonly pdu: Uint8Array;
  /** The whole frame as it was on the wire. */
  readonly octets: Uint8Array;
}

/** What a client found at the start of what it received. `used` counts octets to forget. */
export type FoundAnswer =
  | { readonly kind: 'nothing' }
  /** A whole frame that does not answer the job. */
  | { readonly kind: 'other'; readonly used: number; readonly octets: Uint8Array }
  /** A frame whose end was seen and whose checksum or octets are wrong. */
  | { readonly kind: 'damaged'; readonly used: number; readonly octets: Uint8Array; readonly checksum: boolean }
  | { readonly kind: 'answer'; readonly used: number; readonly skipped: number; readonly octets: Uint8Array; readonly response: ModbusResponse };

/** What a server found: a request, a frame that is another unit's answer, or damage. */
export type FoundRequest =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'request'; readonly used: number; readonly frame: LineFrame }
  | { readonly kind: 'passed'; readonly used: number; readonly octets: Uint8Array }
  | { readonly kind: 'damaged'; readonly used: number; readonly octets: Uint8Array; readonly checksum: boolean };

/** What octets are on which the line went silent. */
export type Rest = 'noise' | 'checksum' | 'incomplete';

/** How frames look on a serial line: RTU or ASCII. One instance belongs to one session. */
export interface LineFraming {
  readonly name: 'rtu' | 'ascii';
  /** Octets that a PDU is encoded with ahead of it and behind it. */
  readonly before: number;
  readonly after: number;
  /** Octets of the longest frame. */
  readonly longest: number;
  /** Fills in unit and checksum around a PDU encoded with that room; the octets for the wire. */
  seal(octets: Uint8Array, unit: number): Uint8Array;
  findAnswer(octets: Uint8Array, job: ClientJob | undefined): FoundAnswer;
  /** All octets as one answer, seen between two silences: raw requests whose answer's length is not known. */
  wholeAnswer(octets: Uint8Array, job: ClientJob): ModbusResponse | undefined;
  findRequest(octets: Uint8Array): FoundRequest;
  /** All octets as one request, seen between two silences. */
  wholeRequest(octets: Uint8Array): LineFrame | undefined;
  rest(octets: Uint8Array): Rest;
  /** A request was answered: it may change what follows (the delimiter of ASCII). */
  answered(request: ModbusRequest, response: ModbusResponse): void;
}
