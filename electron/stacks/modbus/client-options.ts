import type { RtuTiming } from './serial-timing';

/** A frame that passed, for a traffic view. */
export type FrameDirection = 'out' | 'in';
/** What is odd about an incoming frame: late, stray (answers nothing asked), or no valid frame at all. */
export type FrameNote = 'late' | 'stray' | 'bad';
/** `at` is on the client's clock (`performance.now()` unless given); add `performance.timeOrigin` for UTC. */
export type FrameListener = (direction: FrameDirection, octets: Uint8Array, at: number, note: FrameNote | undefined) => void;

interface CommonClientOptions {
  /** Default of a request's own `timeoutMs`: 5000. */
  readonly timeoutMs?: number;
  /** Default of a request's own `retries`: 0. */
  readonly retries?: number;
  /** Requests that may wait in the session, 1000 unless given; one more fails as busy. */
  readonly queueLimit?: number;
  readonly onFrame?: FrameListener;
  /** Called once when the channel is gone: closed by either side, or by this client after a framing error. */
  readonly onClose?: (reason: string) => void;
  /** Milliseconds, monotonic. For tests. */
  readonly clock?: () => number;
}

export interface MbapClientOptions extends CommonClientOptions {
  readonly framing: 'mbap';
  /** Requests on the wire at once, 1 to 64; 1 unless given. More only where the device allows it. */
  readonly pipelineDepth?: number;
  /**
   * The channel carries datagrams (UDP): each is one frame. What is damaged, doubled or out of order is counted and
   * passed over; nothing closes the channel, and silence does not either.
   */
  readonly datagrams?: boolean;
  /**
   * Closes the connection after so many timeouts in a row without a single octet received, since such a connection
   * may be dead without a sign. 3 unless given; 0 never.
   */
  readonly closeAfterSilentTimeouts?: number;
}

export interface RtuClientOptions extends CommonClientOptions {
  readonly framing: 'rtu';
  /** From `rtuTiming(...)`; for RTU over TCP `RTU_OVER_TCP_TIMING`. */
  readonly timing: RtuTiming;
  /**
   * After a timeout: 'drain' waits until the line has been quiet and goes on (serial lines);
   * 'close' closes the channel, so that a late answer has nowhere to arrive (RTU over TCP).
   */
  readonly afterTimeout?: 'drain' | 'close';
}

export interface AsciiClientOptions extends CommonClientOptions {
  readonly framing: 'ascii';
  /** From `asciiTiming(...)`; for ASCII over TCP `ASCII_OVER_TCP_TIMING`. */
  readonly timing: RtuTiming;
  readonly afterTimeout?: 'drain' | 'close';
  /** The last character of a frame, line feed (10) unless given; an answer to diagnostics sub-function 3 changes it. */
  readonly delimiter?: number;
}

export type ModbusClientOptions = MbapClientOptions | RtuClientOptions | AsciiClientOptions;
