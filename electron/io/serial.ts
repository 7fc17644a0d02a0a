import { stat } from 'node:fs';
import type { SerialPort } from 'serialport';
import { ChannelError, type ChannelErrorCode } from './channel-error';
import type { ByteChannel, ChannelHandlers } from './channel';
import { fromSystemError } from './system-error';

export interface SerialOptions {
  /** `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits?: 1 | 1.5 | 2;
  /** Octets the write buffer holds at most, 65536 unless given. */
  readonly writeBufferOctets?: number;
}

const DEFAULT_SERIAL_BUFFER_OCTETS = 65_536;
const CLOSE_TIMEOUT_MS = 2000;
const PRESENCE_CHECK_MS = 1000;

/** What the serial library says in words only, in the order it is looked for. */
const PROBLEMS: readonly (readonly [RegExp, ChannelErrorCode, string])[] = [
  [/permission denied|access denied/i, 'permission', 'permission denied; on Linux the user has to be in the group dialout'],
  [/lock port|busy|already open/i, 'busy', 'another program uses it; close that program'],
  [/no such file|file not found|no such device/i, 'not-found', 'there is no such port; check that the adapter is plugged in'],
  [/baud rate|parity|stop bits|data bits/i, 'failed', 'the port does not take these settings'],
];

/**
 * Opens a serial port, 8 data bits, no parity, 1 stop bit unless given, locked against other programs where the system
 * can. Octets received before it was opened are thrown away. Rejects with a ChannelError.
 */
export async function openSerial(options: SerialOptions): Promise<ByteChannel> {
  const label = `serial ${options.path}`;
  const port = await openPort(options, label);
  await new Promise<void>((resolve) => port.flush(() => resolve()));
  return new SerialChannel(port, label, options.writeBufferOctets ?? DEFAULT_SERIAL_BUFFER_OCTETS);
}

async function openPort(options: SerialOptions, label: string): Promise<SerialPort> {
  // Loaded when first needed: a computer where the native part cannot be loaded still runs everything else.
  const library = await import('serialport').catch((error: unknown) => {
    throw new ChannelError('failed', `${label}: the serial port library cannot be loaded on this computer.`, error);
  });
  const { path, baudRate, dataBits = 8, parity = 'none', stopBits = 1 } = options;
  return new Promise((resolve, reject) => {
    try {
      const port = new library.SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
      port.open((error) => (error === null || error === undefined ? resolve(port) : reject(explain(label, error))));
    } catch (error) {
      reject(explain(label, error));
    }
  });
}

function explain(label: string, error: unknown): ChannelError {
  const text = error instanceof Error ? error.message : String(error);
  const known = PROBLEMS.find(([pattern]) => pattern.test(text));
  return known === undefined ? fromSystemError(label, error) : new ChannelError(known[1], `${label}: ${known[2]} (${text}).`, error);
}

class SerialChannel implements ByteChannel {
  readonly label: string;
  readonly #port: SerialPort;
  readonly #limit: number;
  #handlers: ChannelHandlers | undefined;
  #open = true;
  #ended = false;
  #reason: ChannelError | undefined;
  #closeTimer: NodeJS.Timeout | undefined;
  readonly #presence: NodeJS.Timeout | undefined;
  /** Which device file it was when it was opened: a replugged adapter's file is another one of the same name. */
  #device: number | undefined;

  constructor(port: SerialPort, label: string, limit: number) {
    this.label = label;
    this.#port = port;
    this.#limit = limit;
    port.on('error', (error: Error) => this.#failed(explain(label, error)));
    port.on('close', (error: unknown) => {
      // The library closes the port by itself when the adapter is pulled.
      if (error instanceof Error && this.#reason === undefined) {
        this.#reason = new ChannelError('reset', `${label}: the port is gone; check that the adapter is plugged in (${error.message}).`, error);
      }
      this.#finished();
    });
    port.on('drain', () => this.#handlers?.onDrain?.());
    if (!port.path.startsWith('/')) return;
    this.#checkPresence();
    this.#presence = setInterval(() => this.#checkPresence(), PRESENCE_CHECK_MS);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedOctets(): number {
    return this.#port.writableLength;
  }

  write(octets: Uint8Array): boolean {
    if (!this.#open || this.#port.writableLength + octets.length > this.#limit) return false;
    this.#port.write(octets instanceof Buffer ? octets : Buffer.from(octets));
    return true;
  }

  listen(handlers: ChannelHandlers): void {
    if (this.#handlers !== undefined) throw new Error(`${this.label} has a listener already`);
    this.#handlers = handlers;
    if (this.#ended) {
      queueMicrotask(() => handlers.onClose(this.#reason));
      return;
    }
    this.#port.on('data', (octets: Buffer) => handlers.onData(octets));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#port.end(() => this.#shut());
    // A port whose other side holds the handshake never takes the rest.
    this.#closeTimer = setTimeout(() => this.#shut(), CLOSE_TIMEOUT_MS);
  }

  destroy(reason?: ChannelError): void {
    if (reason !== undefined) this.#reason ??= reason;
    this.#open = false;
    this.#shut();
  }

  #failed(error: ChannelError): void {
    this.#reason ??= error;
    this.#open = false;
    this.#shut();
  }

  /**
   * Whether the port's device file is still there. The library tells of a pulled adapter while it waits for octets, but
   * reads without an end, and without a word, when the adapter goes during a read (serialport 13: a read of 0 octets is
   * repeated at once).
   */
  #checkPresence(): void {
    stat(this.#port.path, (error, file) => {
      if (this.#ended) return;
      if (error === null) this.#device ??= file.ino;
      if (error === null && this.#device === file.ino) return;
      this.#failed(new ChannelError('reset', `${this.label}: the port is gone; check that the adapter is plugged in.`, error));
    });
  }

  #shut(): void {
    if (this.#port.isOpen && !this.#port.closing) this.#port.close(() => undefined);
    else if (!this.#port.isOpen) this.#finished();
  }

  #finished(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#closeTimer);
    clearInterval(this.#presence);
    this.#open = false;
    this.#handlers?.onClose(this.#reason);
  }
}
