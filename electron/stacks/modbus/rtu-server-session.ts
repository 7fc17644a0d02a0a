import { OctetBuffer } from './octet-buffer';
import type { ModbusResponse } from './pdu';
import { encodeResponse } from './response-codec';
import { decodeRtuFrame, decodeWholeRtuFrame, RTU_AFTER, RTU_BEFORE, RTU_MAX_OCTETS, sealRtuFrame, type RtuFrame } from './rtu-framing';
import type { RtuTiming } from './rtu-timing';
import type { ServerEnvironment } from './mbap-server-session';
import type { ModbusServerModel } from './server-model';
import { judgeRequest } from './server-request';

export interface RtuServerEnvironment extends ServerEnvironment {
  /** `tick` must be called at or soon after this time, also when it has passed. Earlier wishes stay valid. */
  wake(at: number): void;
}

const BROADCAST_UNIT = 0;

/**
 * A server on an RTU line (or RTU over TCP). It hears everything on a shared line: frames that are another unit's
 * answers are passed over, damaged ones are dropped with all that follows until the line is silent. An answer waits for
 * 3.5 characters of silence after its request.
 */
export class RtuServerSession {
  readonly #model: ModbusServerModel;
  readonly #environment: RtuServerEnvironment;
  readonly #timing: RtuTiming;
  readonly #buffer = new OctetBuffer();
  #lastReceived = Number.NEGATIVE_INFINITY;
  /** The request being carried out; a new one on the line means that its client gave up. */
  #current = 0;
  /** An answer that waits until the line has been silent for 3.5 characters after its request. */
  #answer: Uint8Array | undefined;
  #closed = false;

  constructor(model: ModbusServerModel, timing: RtuTiming, environment: RtuServerEnvironment) {
    this.#model = model;
    this.#timing = timing;
    this.#environment = environment;
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#closed) return;
    if (this.#buffer.length > 0 && now - this.#lastReceived >= this.#timing.frameGapMs) this.#silence();
    this.#lastReceived = now;
    this.#buffer.append(octets);
    while (this.#buffer.length > 0) {
      const frame = this.#next();
      if (frame === undefined) break;
      this.#buffer.consume(frame.octets.length);
      this.#request(frame);
    }
    if (this.#buffer.length > 2 * RTU_MAX_OCTETS) this.#buffer.consume(this.#buffer.length - 2 * RTU_MAX_OCTETS);
    if (this.#buffer.length > 0) this.#environment.wake(now + this.#timing.frameGapMs);
  }

  tick(now: number): void {
    if (this.#closed) return;
    if (this.#answer !== undefined) this.#sendWhenSilent(this.#answer, now);
    if (this.#buffer.length === 0) return;
    const end = this.#lastReceived + this.#timing.frameGapMs;
    if (now >= end) this.#silence();
    else this.#environment.wake(end);
  }

  closed(): void {
    this.#closed = true;
    this.#buffer.clear();
  }

  /** The next request at the start of the buffer; another unit's answer in its way is passed over. */
  #next(): RtuFrame | undefined {
    for (;;) {
      const request = decodeRtuFrame(this.#buffer.octets, 0, 'request');
      if (request.kind === 'value') return request.value;
      const response = decodeRtuFrame(this.#buffer.octets, 0, 'response');
      if (response.kind !== 'value') return undefined;
      this.#environment.onFrame?.('in', response.value.octets);
      this.#buffer.consume(response.used);
    }
  }

  /** The line went silent: what is held is a request of a function whose length is not known, or no frame. */
  #silence(): void {
    const decoded = decodeWholeRtuFrame(this.#buffer.clear());
    if (decoded.kind === 'value') this.#request(decoded.value);
  }

  #request(frame: RtuFrame): void {
    this.#environment.onFrame?.('in', frame.octets);
    this.#answer = undefined;
    this.#current += 1;
    const current = this.#current;
    const broadcast = frame.unit === BROADCAST_UNIT;
    if (!broadcast && !this.#model.serves(frame.unit)) return;
    const judged = judgeRequest(frame.pdu);
    if (judged.kind === 'refused') return this.#reply(frame.unit, judged.response);
    this.#model.handle(frame.unit, judged.request, (response) => {
      if (current === this.#current && response !== undefined) this.#reply(frame.unit, response);
    });
  }

  #reply(unit: number, response: ModbusResponse): void {
    if (this.#closed || unit === BROADCAST_UNIT) return;
    const encoded = encodeResponse(response, RTU_BEFORE, RTU_AFTER);
    if (encoded.kind === 'invalid') return this.#reply(unit, { functionCode: response.functionCode, exception: 4 });
    sealRtuFrame(encoded.octets, unit);
    this.#answer = encoded.octets;
    if (this.#timing.silenceMs === 0) return this.#send(encoded.octets);
    return this.#environment.wake(this.#lastReceived + this.#timing.silenceMs);
  }

  #sendWhenSilent(octets: Uint8Array, now: number): void {
    const silentAt = this.#lastReceived + this.#timing.silenceMs;
    if (now >= silentAt) this.#send(octets);
    else this.#environment.wake(silentAt);
  }

  #send(octets: Uint8Array): void {
    this.#answer = undefined;
    // A client that does not read loses this answer and asks again.
    if (this.#environment.send(octets)) this.#environment.onFrame?.('out', octets);
  }
}
