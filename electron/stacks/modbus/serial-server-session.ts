import type { LineFrame, LineFraming } from './line-framing';
import type { ServerEnvironment } from './mbap-server-session';
import { OctetBuffer } from './octet-buffer';
import type { ModbusRequest, ModbusResponse } from './pdu';
import { encodeResponse } from './response-codec';
import type { RtuTiming } from './serial-timing';
import type { ModbusServerModel } from './server-model';
import { judgeRequest } from './server-request';

export interface SerialServerEnvironment extends ServerEnvironment {
  /** `tick` must be called at or soon after this time, also when it has passed. Earlier wishes stay valid. */
  wake(at: number): void;
}

const BROADCAST_UNIT = 0;

/** What waits until the line has been silent after its request. */
interface Answer {
  readonly frame: LineFrame;
  readonly request: ModbusRequest | undefined;
  readonly response: ModbusResponse;
  readonly octets: Uint8Array;
}

/**
 * A server on an RTU or ASCII line, serial or in a TCP stream. It hears everything on a shared line: frames that are
 * another unit's answers are passed over, damaged ones are dropped, on RTU with all that follows until the line is
 * silent. An answer on RTU waits for 3.5 characters of silence after its request.
 */
export class SerialServerSession {
  readonly #model: ModbusServerModel;
  readonly #environment: SerialServerEnvironment;
  readonly #timing: RtuTiming;
  readonly #line: LineFraming;
  readonly #buffer = new OctetBuffer();
  #lastReceived = Number.NEGATIVE_INFINITY;
  /** The request being carried out; a new one on the line means that its client gave up. */
  #current = 0;
  #answer: Answer | undefined;
  #closed = false;

  /** `line`: a `RtuLine` or `AsciiLine` of this session's own. */
  constructor(model: ModbusServerModel, timing: RtuTiming, line: LineFraming, environment: SerialServerEnvironment) {
    this.#model = model;
    this.#timing = timing;
    this.#line = line;
    this.#environment = environment;
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#closed) return;
    if (this.#buffer.length > 0 && now - this.#lastReceived >= this.#timing.frameGapMs) this.#silence();
    this.#lastReceived = now;
    this.#buffer.append(octets);
    this.#scan();
    const most = 2 * this.#line.longest;
    if (this.#buffer.length > most) this.#buffer.consume(this.#buffer.length - most);
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
    this.#answer = undefined;
    this.#buffer.clear();
  }

  #scan(): void {
    while (!this.#closed && this.#buffer.length > 0) {
      const found = this.#line.findRequest(this.#buffer.octets);
      if (found.kind === 'nothing') return;
      this.#buffer.consume(found.used);
      if (found.kind === 'request') this.#request(found.frame);
      else if (found.kind === 'damaged') this.#damaged(found.octets);
      else this.#passed(found.octets);
    }
  }

  /** The line went silent: what is held is a request of a function whose length is not known, or no frame. */
  #silence(): void {
    const octets = this.#buffer.clear();
    const frame = this.#line.wholeRequest(octets);
    if (frame !== undefined) this.#request(frame);
    else if (this.#line.rest(octets) !== 'noise') this.#damaged(octets);
  }

  #damaged(octets: Uint8Array): void {
    if (this.#model.bus !== undefined) this.#model.bus.communicationErrors += 1;
    this.#environment.onFrame?.('in', octets);
  }

  #passed(octets: Uint8Array): void {
    if (this.#model.bus !== undefined) this.#model.bus.messages += 1;
    this.#environment.onFrame?.('in', octets);
  }

  #request(frame: LineFrame): void {
    this.#passed(frame.octets);
    this.#answer = undefined;
    this.#current += 1;
    const current = this.#current;
    const broadcast = frame.unit === BROADCAST_UNIT;
    if (!broadcast && !this.#model.serves(frame.unit)) return;
    const judged = judgeRequest(frame.pdu);
    const request = judged.kind === 'request' ? judged.request : undefined;
    const reply = (response: ModbusResponse | undefined): void => {
      if (current === this.#current && response !== undefined) this.#reply(frame, request, response);
    };
    if (judged.kind === 'request') return this.#model.handle(frame.unit, judged.request, reply);
    if (broadcast) return;
    if (this.#model.refuse === undefined) return reply(judged.response);
    return this.#model.refuse(frame.unit, judged.response, reply);
  }

  #reply(frame: LineFrame, request: ModbusRequest | undefined, given: ModbusResponse): void {
    if (this.#closed || frame.unit === BROADCAST_UNIT) return;
    const { before, after } = this.#line;
    // What a model gives may not fit a frame.
    const failure: ModbusResponse = { functionCode: (frame.pdu[0] ?? 0) & 0x7f, exception: 4 };
    const first = encodeResponse(given, before, after);
    const response = first.kind === 'octets' ? given : failure;
    const encoded = first.kind === 'octets' ? first : encodeResponse(failure, before, after);
    if (encoded.kind === 'invalid') return;
    this.#answer = { frame, request, response, octets: this.#line.seal(encoded.octets, frame.unit) };
    if (this.#timing.silenceMs === 0) this.#deliver(this.#answer);
    else this.#environment.wake(this.#lastReceived + this.#timing.silenceMs);
  }

  #sendWhenSilent(answer: Answer, now: number): void {
    const silentAt = this.#lastReceived + this.#timing.silenceMs;
    if (now >= silentAt) this.#deliver(answer);
    else this.#environment.wake(silentAt);
  }

  #deliver({ frame, request, response, octets }: Answer): void {
    this.#answer = undefined;
    const { deliver } = this.#environment;
    if (deliver === undefined) this.#send(octets);
    else {
      const delivery = { unit: frame.unit, request, requestOctets: frame.octets, answer: octets, framing: this.#line.name };
      deliver(delivery, (each) => this.#send(each), () => this.#environment.close('The line was closed on purpose.'));
    }
    if (request !== undefined) this.#line.answered(request, response);
  }

  #send(octets: Uint8Array): void {
    // A client that does not read loses this answer and asks again.
    if (!this.#closed && this.#environment.send(octets)) this.#environment.onFrame?.('out', octets);
  }
}
