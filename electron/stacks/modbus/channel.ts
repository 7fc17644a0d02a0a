/** What a client or server hears from its channel. */
export interface ModbusChannelHandlers {
  onData(octets: Uint8Array): void;
  /** Once, when the channel is closed: the reason, or undefined when it ended in order. */
  onClose(reason: Error | undefined): void;
}

/**
 * The byte channel this library needs: an open TCP connection or serial port.
 * `write` takes all octets or, returning false, none. `onClose` follows `close`.
 */
export interface ModbusChannel {
  write(octets: Uint8Array): boolean;
  listen(handlers: ModbusChannelHandlers): void;
  close(): void;
}
