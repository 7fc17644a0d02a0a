import type { Decoded } from './decoded';
import type { ModbusDeliver } from './delivery';
import { decodeMbapFrame, MBAP_HEADER_OCTETS, sealMbapFrame, type MbapFrame } from './mbap-framing';
import { OctetBuffer } from './octet-buffer';
import type { ModbusRequest, ModbusResponse } from './pdu';
import { encodeResponse } from './response-codec';
import type { ModbusServerModel } from './server-model';
import { judgeRequest } from './server-request';

/** What a server session asks of the one who drives it. */
export interface ServerEnvironment {
  send(octets: Uint8Array): boolean;
  close(reason: string): void;
  onFrame?(direction: 'out' | 'in', octets: Uint8Array): void;
  /** Takes the place of sending an answer. */
  deliver?: ModbusDeliver;
}

export interface MbapServerSettings {
  /** Each `receive` is one datagram and holds one frame; one that does not is dropped, and nothing closes the channel. */
  readonly datagrams?: boolean;
}

/** Requests of one connection that may wait for their answer; more are answered with exception 6. */
const PENDING_LIMIT = 256;

/**
 * One TCP connection of a server, or one UDP peer. A framing error closes a connection. Answers may go out in another
 * order than asked.
 */
export class MbapServerSession {
  readonly #model: ModbusServerModel;
  readonly #environment: ServerEnvironment;
  readonly #datagrams: boolean;
  readonly #buffer = new OctetBuffer();
  #pending = 0;
  #closed = false;

  constructor(model: ModbusServerModel, environment: ServerEnvironment, settings: MbapServerSettings = {}) {
    this.#model = model;
    this.#environment = environment;
    this.#datagrams = settings.datagrams ?? false;
  }

  receive(octets: Uint8Array): void {
    if (this.#closed) return;
    if (this.#datagrams) return this.#datagram(octets);
    this.#buffer.append(octets);
    while (!this.#closed && this.#buffer.length > 0) {
      const decoded = decodeMbapFrame(this.#buffer.octets, 0);
      if (decoded.kind === 'need-more') return;
      if (decoded.kind === 'bad') {
        this.#environment.onFrame?.('in', this.#buffer.octets);
        return this.#end(`The client sent no valid frame: ${decoded.reason}.`);
      }
      this.#buffer.consume(decoded.used);
      this.#request(decoded.value);
    }
  }

  /** The connection is gone: later replies are dropped. */
  closed(): void {
    this.#closed = true;
    this.#buffer.clear();
  }

  #datagram(octets: Uint8Array): void {
    const decoded: Decoded<MbapFrame> = decodeMbapFrame(octets, 0);
    if (decoded.kind === 'value' && decoded.used === octets.length) return this.#request(decoded.value);
    this.#countError();
    return this.#environment.onFrame?.('in', octets);
  }

  #request(frame: MbapFrame): void {
    this.#environment.onFrame?.('in', frame.octets);
    if (this.#model.bus !== undefined) this.#model.bus.messages += 1;
    const judged = judgeRequest(frame.octets.subarray(MBAP_HEADER_OCTETS));
    const request = judged.kind === 'request' ? judged.request : undefined;
    if (judged.kind === 'refused' && this.#model.refuse === undefined) return this.#reply(frame, request, judged.response);
    if (this.#pending >= PENDING_LIMIT) return this.#reply(frame, request, { functionCode: functionCodeIn(frame), exception: 6 });
    this.#pending += 1;
    let replied = false;
    const reply = (response: ModbusResponse | undefined): void => {
      if (replied) return;
      replied = true;
      this.#pending -= 1;
      if (response !== undefined) this.#reply(frame, request, response);
    };
    if (judged.kind === 'refused') return this.#model.refuse?.(frame.unit, judged.response, reply);
    return this.#model.handle(frame.unit, judged.request, reply);
  }

  #reply(frame: MbapFrame, request: ModbusRequest | undefined, response: ModbusResponse): void {
    if (this.#closed) return;
    let encoded = encodeResponse(response, MBAP_HEADER_OCTETS);
    // What a model gives may not fit a frame.
    if (encoded.kind === 'invalid') encoded = encodeResponse({ functionCode: functionCodeIn(frame), exception: 4 }, MBAP_HEADER_OCTETS);
    if (encoded.kind === 'invalid') return;
    const answer = encoded.octets;
    sealMbapFrame(answer, frame.transactionId, frame.unit);
    const { deliver } = this.#environment;
    if (deliver === undefined) return this.#send(answer);
    const delivery = { unit: frame.unit, request, requestOctets: frame.octets, answer, framing: 'mbap' as const };
    return deliver(delivery, (octets) => this.#send(octets), () => this.#end('The connection was closed on purpose.'));
  }

  #send(octets: Uint8Array): void {
    if (this.#closed) return;
    if (this.#environment.send(octets)) return this.#environment.onFrame?.('out', octets);
    // A datagram that the socket does not take is lost like any other.
    if (!this.#datagrams) this.#end('The client does not read its answers.');
  }

  #countError(): void {
    if (this.#model.bus !== undefined) this.#model.bus.communicationErrors += 1;
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#countError();
    this.#closed = true;
    this.#buffer.clear();
    this.#environment.close(reason);
  }
}

function functionCodeIn(frame: MbapFrame): number {
  return (frame.octets[MBAP_HEADER_OCTETS] ?? 0) & 0x7f;
}
