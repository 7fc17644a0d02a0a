import type { ModbusRequest } from './pdu';

export type ModbusFraming = 'mbap' | 'rtu' | 'ascii';

/** An answer that a server is about to send, with what asked for it. */
export interface ModbusDelivery {
  readonly unit: number;
  /** Undefined when the request broke a limit and the answer is its exception. */
  readonly request: ModbusRequest | undefined;
  readonly requestOctets: Uint8Array;
  /** The whole frame, as it would go on the wire. */
  readonly answer: Uint8Array;
  readonly framing: ModbusFraming;
}

/**
 * Takes the place of sending: called once for each answer, when it is due (on RTU after the silence). `send` puts octets
 * on the wire as they are, at once or later, as often as wanted, and does nothing once the channel is closed; `close`
 * closes the channel. For simulators that delay, drop, damage, split or double what they send.
 */
export type ModbusDeliver = (delivery: ModbusDelivery, send: (octets: Uint8Array) => void, close: () => void) => void;
