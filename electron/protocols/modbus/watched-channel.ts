import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import type { ModbusChannel, ModbusChannelHandlers } from '../../stacks/modbus';

/**
 * A channel as the library's client sees it, which remembers how it ended: the client hears of it as text only. Closing
 * drops what is not sent, because closing in order would wait for a peer that may be gone.
 */
export class WatchedChannel implements ModbusChannel {
  /** Resolves when the channel is closed, so that a serial port can be opened again. */
  readonly closed: Promise<void>;
  readonly #channel: ByteChannel;
  #resolveClosed: () => void = () => undefined;
  #error: ChannelError | undefined;
  #endedByThisSide = false;

  constructor(channel: ByteChannel) {
    this.#channel = channel;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** What ended it; undefined while it is open, and when it ended in order. */
  get error(): ChannelError | undefined {
    return this.#error;
  }

  get endedByThisSide(): boolean {
    return this.#endedByThisSide;
  }

  write(octets: Uint8Array): boolean {
    return this.#channel.write(octets);
  }

  listen(handlers: ModbusChannelHandlers): void {
    this.#channel.listen({
      onData: (octets) => handlers.onData(octets),
      onClose: (reason) => {
        this.#error = reason;
        this.#resolveClosed();
        handlers.onClose(reason);
      },
    });
  }

  close(): void {
    this.#endedByThisSide = true;
    this.#channel.destroy();
  }
}

/** Any failure to open as a channel's error. */
export function asChannelError(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  return new ChannelError('failed', 'The line could not be opened.', error);
}
