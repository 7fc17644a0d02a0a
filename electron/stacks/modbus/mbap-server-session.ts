import type { ModbusDeliver } from './delivery';
import { decodeMbapFrame, MBAP_HEADER_OCTETS, sealMbapFrame, type MbapFrame } from './mbap-framing';
import { OctetBuffer } from './octet-buffer';
import type { ModbusResponse } from './pdu';
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

/** Requests of one connection that may wait for their answer; more are answered with exception 6. */
const PENDING_LIMIT = 256;

/** One TCP connection of a server. A framing error closes it. Answers may go out in another order than asked. */
export class MbapServerSession {
  readonly #model: ModbusServerModel;
  readonly #environment: ServerEnvironment;
  readonly #buffer = new OctetBuffer();
  #pending = 0;
  #closed = false;

  constructor(model: ModbusServerModel, environment: ServerEnvironment) {
    this.#model = model;
    this.#environment = environment;
  }

  receive(octets: Uint8Array): void {
    if (this.#closed) return;
    this.#buffer.append(octets);
    while (!this.#closed && this.#buffer.length > 0) {
      const decoded = decodeMbapFrame(this.#buffer.octets, 0);
      if (decoded.kind === 'need-more') return;
      if (decoded.kind === 'bad') return this.#end(`The client sent no valid frame: ${decoded.reason}.`);
      this.#buffer.consume(decoded.used);
      this.#request(decoded.value);
    }
  }

  /** The connection is gone: later replies are dropped. */
  closed(): void {
    this.#closed = true;
    this.#buffer.clear();
  }

  #request(frame: MbapFrame): void {
    this.#environment.onFrame?.('in', frame.octets);
    const judged = judgeRequest(frame.octets.subarray(MBAP_HEADER_OCTETS));
    if (judged.kind === 'refused') return this.#reply(frame, judged.response);
    if (this.#pending >= PENDING_LIMIT) return this.#reply(frame, { functionCode: judged.request.functionCode, exception: 6 });
    this.#pending += 1;
    let replied = false;
    return this.#model.handle(frame.unit, judged.request, (response) => {
      if (replied) return;
      replied = true;
      this.#pending -= 1;
      if (response !== undefined) this.#reply(frame, response);
    });
  }

  #reply(frame: MbapFrame, response: ModbusResponse): void {
    if (this.#closed) return;
    const encoded = encodeResponse(response, MBAP_HEADER_OCTETS);
    if (encoded.kind === 'invalid') return this.#reply(frame, { functionCode: response.functionCode, exception: 4 });
    sealMbapFrame(encoded.octets, frame.transactionId, frame.unit);
    if (!this.#environment.send(encoded.octets)) return this.#end('The client does not read its answers.');
    return this.#environment.onFrame?.('out', encoded.octets);
  }

  #end(reason: string): void {
    this.#closed = true;
    this.#buffer.clear();
    this.#environment.close(reason);
  }
}
