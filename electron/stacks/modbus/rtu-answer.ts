import type { ClientJob } from './client-job';
import type { ModbusResponse } from './pdu';
import { decodeResponse, mismatch } from './response-codec';
import { decodeRtuFrame, decodeWholeRtuFrame, type RtuFrame } from './rtu-framing';

/**
 * Octets of noise skipped at most before an answer. A transmitter that turns on or off leaves one or two; searching
 * further would find frames inside the data of a damaged one.
 */
const LEADING_NOISE_LIMIT = 4;

export type FoundAnswer =
  | { readonly kind: 'nothing' }
  /** A whole frame that does not answer the job. */
  | { readonly kind: 'other'; readonly used: number; readonly octets: Uint8Array }
  | { readonly kind: 'answer'; readonly used: number; readonly skipped: number; readonly octets: Uint8Array; readonly response: ModbusResponse };

/**
 * Looks for the job's answer at the start of what was received: unit, function, byte count or echo, and checksum must
 * all fit. A whole frame with a right checksum that does not fit is 'other'.
 */
export function findAnswer(octets: Uint8Array, job: ClientJob | undefined): FoundAnswer {
  const first = decodeRtuFrame(octets, 0, 'response');
  if (first.kind === 'value') {
    const response = job === undefined ? undefined : responseTo(first.value, job);
    if (response === undefined) return { kind: 'other', used: first.used, octets: first.value.octets };
    return { kind: 'answer', used: first.used, skipped: 0, octets: first.value.octets, response };
  }
  if (job === undefined) return { kind: 'nothing' };
  for (let skipped = 1; skipped <= LEADING_NOISE_LIMIT && skipped < octets.length; skipped += 1) {
    if (octets[skipped] !== job.unit || ((octets[skipped + 1] ?? 0) & 0x7f) !== job.request.functionCode) continue;
    const decoded = decodeRtuFrame(octets, skipped, 'response');
    if (decoded.kind !== 'value') continue;
    const response = responseTo(decoded.value, job);
    if (response !== undefined) return { kind: 'answer', used: skipped + decoded.used, skipped, octets: decoded.value.octets, response };
  }
  return { kind: 'nothing' };
}

/** Whether a whole frame could be the answer to this job. */
export function answers(octets: Uint8Array, job: ClientJob): boolean {
  const decoded = decodeWholeRtuFrame(octets);
  return decoded.kind === 'value' && responseTo(decoded.value, job) !== undefined;
}

function responseTo(frame: RtuFrame, job: ClientJob): ModbusResponse | undefined {
  if (frame.unit !== job.unit) return undefined;
  const decoded = decodeResponse(frame.pdu);
  if (decoded.kind !== 'value' || decoded.used !== frame.pdu.length) return undefined;
  return mismatch(job.request, decoded.value) === undefined ? decoded.value : undefined;
}
