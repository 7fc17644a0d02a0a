import type { ClientJob } from './client-job';
import type { FoundAnswer, FoundRequest, LineFrame, LineFraming, Rest } from './line-framing';
import { functionCodeOf, type ModbusResponse } from './pdu';
import { mismatch } from './mismatch';
import { decodeResponse } from './response-codec';
import { decodeRtuFrame, decodeWholeRtuFrame, RTU_AFTER, RTU_BEFORE, RTU_MAX_OCTETS, RTU_MIN_OCTETS, sealRtuFrame } from './rtu-framing';

/**
 * Octets of noise skipped at most before an answer. A transmitter that turns on or off leaves one or two; searching
 * further would find frames inside the data of a damaged one.
 */
const LEADING_NOISE_LIMIT = 4;

/** RTU on a serial line or in a TCP stream: the end of a frame is told by its function's length, else by silence. */
export class RtuLine implements LineFraming {
  readonly name = 'rtu';
  readonly before = RTU_BEFORE;
  readonly after = RTU_AFTER;
  readonly longest = RTU_MAX_OCTETS;

  seal(octets: Uint8Array, unit: number): Uint8Array {
    sealRtuFrame(octets, unit);
    return octets;
  }

  /**
   * Unit, function, byte count or echo, and checksum must all fit. A whole frame with a right checksum that does not fit
   * is 'other'.
   */
  findAnswer(octets: Uint8Array, job: ClientJob | undefined): FoundAnswer {
    const first = decodeRtuFrame(octets, 0, 'response');
    if (first.kind === 'value') {
      const response = job === undefined ? undefined : responseTo(first.value, job);
      if (response === undefined) return { kind: 'other', used: first.used, octets: first.value.octets };
      return { kind: 'answer', used: first.used, skipped: 0, octets: first.value.octets, response };
    }
    return job === undefined ? { kind: 'nothing' } : answerBehindNoise(octets, job);
  }

  wholeAnswer(octets: Uint8Array, job: ClientJob): ModbusResponse | undefined {
    const decoded = decodeWholeRtuFrame(octets);
    return decoded.kind === 'value' ? responseTo(decoded.value, job) : undefined;
  }

  /** Everything on a shared line is heard: frames that are answers of other units are passed over. */
  findRequest(octets: Uint8Array): FoundRequest {
    const request = decodeRtuFrame(octets, 0, 'request');
    if (request.kind === 'value') return { kind: 'request', used: request.used, frame: request.value };
    const response = decodeRtuFrame(octets, 0, 'response');
    return response.kind === 'value' ? { kind: 'passed', used: response.used, octets: response.value.octets } : { kind: 'nothing' };
  }

  wholeRequest(octets: Uint8Array): LineFrame | undefined {
    const decoded = decodeWholeRtuFrame(octets);
    return decoded.kind === 'value' ? decoded.value : undefined;
  }

  /** Fewer octets than the shortest frame are line noise, common when a transmitter turns off. */
  rest(octets: Uint8Array): Rest {
    return octets.length >= RTU_MIN_OCTETS ? 'checksum' : 'noise';
  }

  answered(): void {
    // Nothing about RTU changes.
  }
}

function answerBehindNoise(octets: Uint8Array, job: ClientJob): FoundAnswer {
  const functionCode = functionCodeOf(job.request);
  for (let skipped = 1; skipped <= LEADING_NOISE_LIMIT && skipped < octets.length; skipped += 1) {
    if (octets[skipped] !== job.unit || ((octets[skipped + 1] ?? 0) & 0x7f) !== functionCode) continue;
    const decoded = decodeRtuFrame(octets, skipped, 'response');
    if (decoded.kind !== 'value') continue;
    const response = responseTo(decoded.value, job);
    if (response !== undefined) return { kind: 'answer', used: skipped + decoded.used, skipped, octets: decoded.value.octets, response };
  }
  return { kind: 'nothing' };
}

/** The answer that a frame with a right checksum is to a job, if it is one. */
export function responseTo(frame: LineFrame, job: ClientJob): ModbusResponse | undefined {
  if (frame.unit !== job.unit) return undefined;
  const decoded = decodeResponse(frame.pdu, 0, job.request);
  if (decoded.kind !== 'value' || decoded.used !== frame.pdu.length) return undefined;
  return mismatch(job.request, decoded.value) === undefined ? decoded.value : undefined;
}
