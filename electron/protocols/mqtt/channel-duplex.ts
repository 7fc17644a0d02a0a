import { Duplex } from 'node:stream';
import { ChannelError } from '../../io/channel-error';
import { MAX_PACKET, PacketSizeGuard } from './packet-size-guard';
import type { ByteChannel } from '../../io/channel';

/** Octets that may wait for the MQTT library to take them; it cannot hold a peer back, so more ends the connection. */
const MAX_WAITING = 64 * 1024 * 1024;

/** A byte channel as the Node stream that the MQTT library wants. */
export class ChannelDuplex extends Duplex {
  readonly #channel: ByteChannel;
  readonly #guard = new PacketSizeGuard();
  #blocked: { octets: Uint8Array; done: (error?: Error | null) => void } | null = null;
  bytesSent = 0;
  bytesReceived = 0;
  /** Why the channel closed; null while it is open, and when it was closed in order. */
  reason: ChannelError | null = null;

  constructor(channel: ByteChannel) {
    super({ allowHalfOpen: false });
    this.#channel = channel;
    channel.listen({
      onData: (octets) => {
        this.#onData(octets);
      },
      onClose: (reason) => {
        this.#onClose(reason);
      },
      onDrain: () => {
        this.#writeBlocked();
      },
    });
  }

  override _read(): void {
    // Octets are pushed as they come.
  }

  override _write(octets: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A copy: the library may use its buffer again.
    this.#blocked = { octets: new Uint8Array(octets), done };
    this.#writeBlocked();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.close();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel.destroy();
    done(error);
  }

  #writeBlocked(): void {
    const blocked = this.#blocked;
    if (blocked === null) return;
    const taken = this.#channel.write(blocked.octets);
    // Nothing was taken although the channel is open: its buffer is full, and it tells when it is empty.
    if (!taken && this.#channel.isOpen && blocked.octets.length <= this.#channel.bufferedOctets) return;
    this.#blocked = null;
    if (taken) this.bytesSent += blocked.octets.length;
    blocked.done(taken ? null : (this.reason ?? new ChannelError('closed', `${this.#channel.label}: the connection is closed.`)));
  }

  #onData(octets: Uint8Array): void {
    this.bytesReceived += octets.length;
    const tooLarge = this.#guard.take(octets);
    if (tooLarge !== null) {
      this.#channel.destroy(new ChannelError('overflow', `${this.#channel.label} began to send a message of ${mebibytes(tooLarge)} MiB; at most ${mebibytes(MAX_PACKET)} MiB are taken. The connection was closed. Publish smaller messages on the topics that are read here, and clear a retained one`));
      return;
    }
    this.push(octets);
    if (this.readableLength > MAX_WAITING) this.#channel.destroy(new ChannelError('overflow', `${this.#channel.label}: messages come faster than they can be taken in.`));
  }

  #onClose(reason: ChannelError | undefined): void {
    this.reason = reason ?? null;
    this.#writeBlocked();
    // What came before the end is still read.
    if (reason === undefined) this.push(null);
    else setImmediate(() => this.destroy());
  }
}

/** Rounded up to a tenth, so that what is too large never reads as what is allowed. */
function mebibytes(octets: number): string {
  return String(Math.ceil((octets / 1_048_576) * 10) / 10);
}
