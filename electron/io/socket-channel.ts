import type { Socket } from 'node:net';
import { ChannelError } from './channel-error';
import { DEFAULT_WRITE_BUFFER_OCTETS, type ByteChannel, type ChannelHandlers } from './channel';
import { FairIntake } from './fair-intake';
import type { SocketInlet } from './socket-inlet';
import { fromSystemError } from './system-error';
import { WriteQueue } from './write-queue';

export interface SocketChannelOptions {
  /** Octets the write buffer holds at most. */
  readonly writeBufferOctets?: number;
  /** Milliseconds of quiet before TCP keep-alive probes begin; 10 s unless given, 0 for none. */
  readonly keepAliveMs?: number;
  /** Milliseconds a close may take to send what is buffered; 2 s unless given. */
  readonly closeTimeoutMs?: number;
}

const DEFAULT_KEEP_ALIVE_MS = 10_000;
const DEFAULT_CLOSE_TIMEOUT_MS = 2000;

/** A connected TCP or TLS socket as a byte channel. */
export class SocketChannel implements ByteChannel {
  readonly label: string;
  readonly #socket: Socket;
  readonly #inlet: SocketInlet | undefined;
  readonly #outlet: WriteQueue;
  readonly #limit: number;
  readonly #closeTimeoutMs: number;
  #handlers: ChannelHandlers | undefined;
  #intake: FairIntake | undefined;
  #open = true;
  #ended: { readonly reason: ChannelError | undefined } | undefined;
  #reason: ChannelError | undefined;
  #closeTimer: NodeJS.Timeout | undefined;

  /**
   * Takes over the socket. It must be connected, and have no listeners that read from it. `inlet` is the one that the
   * socket was made with; without one the socket's data events are listened to.
   */
  constructor(socket: Socket, label: string, options: SocketChannelOptions = {}, inlet?: SocketInlet) {
    this.label = label;
    this.#socket = socket;
    this.#inlet = inlet;
    this.#outlet = new WriteQueue(socket);
    this.#limit = options.writeBufferOctets ?? DEFAULT_WRITE_BUFFER_OCTETS;
    this.#closeTimeoutMs = options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS;
    socket.setNoDelay(true);
    const keepAliveMs = options.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS;
    socket.setKeepAlive(keepAliveMs > 0, keepAliveMs);
    socket.on('error', (error) => {
      this.#reason ??= fromSystemError(label, error);
    });
    socket.on('close', () => this.#finished());
    // The peer has ended its half: no answer can come any more, so ours ends too.
    socket.on('end', () => this.close());
    socket.on('drain', () => this.#handlers?.onDrain?.());
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedOctets(): number {
    return this.#outlet.bufferedOctets;
  }

  write(octets: Uint8Array): boolean {
    if (!this.#open || this.#outlet.bufferedOctets + octets.length > this.#limit) return false;
    this.#outlet.push(octets);
    return true;
  }

  listen(handlers: ChannelHandlers): void {
    if (this.#handlers !== undefined) throw new Error(`${this.label} has a listener already`);
    this.#handlers = handlers;
    if (this.#ended !== undefined) {
      const { reason } = this.#ended;
      queueMicrotask(() => handlers.onClose(reason));
      return;
    }
    const intake = new FairIntake(this.#socket, (octets) => handlers.onData(octets));
    this.#intake = intake;
    if (this.#inlet === undefined) {
      this.#socket.on('data', (octets: Buffer) => intake.take(octets));
      return;
    }
    this.#inlet.listen((octets) => intake.take(octets));
    this.#socket.resume();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#outlet.flush();
    this.#socket.end();
    // Reading on lets the peer's end arrive; without a listener nothing else would.
    if (this.#handlers === undefined) {
      this.#inlet?.listen(() => undefined);
      this.#socket.resume();
    }
    this.#closeTimer = setTimeout(() => this.#socket.destroy(), this.#closeTimeoutMs);
  }

  destroy(reason?: ChannelError): void {
    this.#open = false;
    if (reason !== undefined) this.#reason ??= reason;
    this.#outlet.clear();
    this.#intake?.drop();
    this.#socket.destroy();
  }

  #finished(): void {
    this.#open = false;
    clearTimeout(this.#closeTimer);
    const ended = { reason: this.#reason };
    this.#ended = ended;
    this.#intake?.end(() => this.#handlers?.onClose(ended.reason));
  }
}
