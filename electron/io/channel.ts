import type { ChannelError } from './channel-error';

/** What the owner of a channel hears. Called synchronously; must not throw. */
export interface ChannelHandlers {
  /** Octets as they arrived. The array belongs to the listener from then on. */
  onData(octets: Uint8Array): void;
  /** Called once, when the channel is closed: with the reason, or with undefined when either side ended it in order. */
  onClose(reason: ChannelError | undefined): void;
  /** The write buffer is empty again after a write found it half full or more. */
  onDrain?(): void;
}

/**
 * An open connection that carries octets both ways: TCP, TLS, a serial port, a UDP peer, an in-memory pair.
 * A channel is open when it is handed out and never opens again once closed.
 */
export interface ByteChannel {
  /** Where it leads, for messages: `tcp 10.0.0.5:502`, `serial /dev/ttyUSB0`. */
  readonly label: string;
  readonly isOpen: boolean;
  /** Octets accepted by `write` that the operating system has not taken yet. */
  readonly bufferedOctets: number;
  /**
   * Hands octets over to be sent; returns at once. The array must not be changed afterwards.
   * Returns false when nothing was taken: the channel is closed, or the bounded write buffer has no room for all of it.
   */
  write(octets: Uint8Array): boolean;
  /** Sets the one listener. Octets that arrived before are kept for it (TCP, TLS, serial pause until then). */
  listen(handlers: ChannelHandlers): void;
  /** Sends what is buffered, then closes. `onClose` follows. Calling it again does nothing. */
  close(): void;
  /** Drops what is buffered and closes at once. `onClose` follows with the reason. */
  destroy(reason?: ChannelError): void;
}

/** Octets a channel's write buffer holds at most unless an opener is told otherwise. */
export const DEFAULT_WRITE_BUFFER_OCTETS = 1_048_576;
