/** Why a request has no value. `message` is one plain sentence for people. */
export type ModbusFailure =
  | { readonly kind: 'exception'; readonly code: number; readonly name: string; readonly message: string }
  | { readonly kind: 'timeout'; readonly afterMs: number; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string }
  /** The octets are no valid answer. On MBAP the connection is closed with it; on a serial line it is drained. */
  | { readonly kind: 'bad-frame'; readonly octets: Uint8Array; readonly message: string }
  /** The caller's request breaks a limit of the protocol; nothing was sent. */
  | { readonly kind: 'invalid-request'; readonly message: string }
  /** The bounded queue of the session is full; nothing was sent. */
  | { readonly kind: 'busy'; readonly message: string };

/** One exchange as it was on the wire. Octets are whole frames, header or checksum included. */
export interface ModbusExchange {
  readonly unit: number;
  readonly request: Uint8Array;
  readonly response: Uint8Array | undefined;
  /** From the last octet handed to the channel to the whole answer received; undefined without an answer. */
  readonly roundTripMs: number | undefined;
  /** 1, or more when the request was sent again. */
  readonly attempts: number;
}

export type ModbusResult<T> =
  | { readonly ok: true; readonly value: T; readonly exchange: ModbusExchange }
  | { readonly ok: false; readonly failure: ModbusFailure; readonly exchange: ModbusExchange };

/** Per request. Absent: the client's own defaults. */
export interface ModbusRequestOptions {
  readonly timeoutMs?: number;
  /**
   * How often a request is sent again after a timeout or (serial) a damaged answer. A write is sent again only with
   * `idempotent: true`: the first one may have been carried out although its answer is lost.
   */
  readonly retries?: number;
  readonly idempotent?: boolean;
  /** Commands go ahead of polls that wait. Default 'poll' for reads, 'command' for writes. */
  readonly priority?: 'command' | 'poll';
}
