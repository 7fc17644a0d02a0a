import { ASCII_AFTER, ASCII_BEFORE, ASCII_DELIMITER, ASCII_MAX_CHARACTERS, cutAsciiFrame, hasAsciiStart, sealAsciiFrame } from './ascii-framing';
import type { ClientJob } from './client-job';
import { DIAGNOSTICS } from './diagnostics';
import type { FoundAnswer, FoundRequest, LineFrame, LineFraming, Rest } from './line-framing';
import type { ModbusRequest, ModbusResponse } from './pdu';
import { responseTo } from './rtu-line';

/** ASCII on a serial line or in a TCP stream: frames have a beginning and an end of their own. */
export class AsciiLine implements LineFraming {
  readonly name = 'ascii';
  readonly before = ASCII_BEFORE;
  readonly after = ASCII_AFTER;
  readonly longest = ASCII_MAX_CHARACTERS;
  #delimiter: number;

  constructor(delimiter = ASCII_DELIMITER) {
    this.#delimiter = delimiter;
  }

  seal(octets: Uint8Array, unit: number): Uint8Array {
    return sealAsciiFrame(octets, unit, this.#delimiter);
  }

  findAnswer(octets: Uint8Array, job: ClientJob | undefined): FoundAnswer {
    const cut = cutAsciiFrame(octets, this.#delimiter);
    if (cut.kind !== 'frame') return cut;
    const response = job === undefined ? undefined : responseTo(cut.frame, job);
    if (response === undefined) return { kind: 'other', used: cut.used, octets: cut.frame.octets };
    return { kind: 'answer', used: cut.used, skipped: cut.skipped, octets: cut.frame.octets, response };
  }

  /** A whole frame: silence alone makes none here. */
  wholeAnswer(octets: Uint8Array, job: ClientJob): ModbusResponse | undefined {
    const cut = cutAsciiFrame(octets, this.#delimiter);
    return cut.kind === 'frame' && cut.used === octets.length ? responseTo(cut.frame, job) : undefined;
  }

  findRequest(octets: Uint8Array): FoundRequest {
    const cut = cutAsciiFrame(octets, this.#delimiter);
    return cut.kind === 'frame' ? { kind: 'request', used: cut.used, frame: cut.frame } : cut;
  }

  wholeRequest(): LineFrame | undefined {
    return undefined;
  }

  rest(octets: Uint8Array): Rest {
    return hasAsciiStart(octets) ? 'incomplete' : 'noise';
  }

  /** Diagnostics sub-function 3: the first octet of its data ends every frame that is made behind its answer. */
  answered(request: ModbusRequest, response: ModbusResponse): void {
    if (request.functionCode !== 8 || request.subFunction !== DIAGNOSTICS.changeAsciiDelimiter || response.functionCode !== 8) return;
    if (!('exception' in response)) this.#delimiter = request.data[0] ?? this.#delimiter;
  }
}
