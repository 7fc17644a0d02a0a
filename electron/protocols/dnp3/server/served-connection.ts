import { LinkParser } from '../../../stacks/dnp3';
import type { LinkFrame } from '../../../stacks/dnp3';
import type { ByteChannel } from '../../../io/channel';
import { LateParts, type Damaged } from '../../late-parts';
import type { Clock, ServedClientState, ServedFrameListener } from '../../protocol';

export interface ConnectionEvents {
  onFrame(frame: LinkFrame): void;
  onClose(reason: string): void;
  /** Frames as they came and go, and octets that are none. */
  readonly onOctets?: ServedFrameListener;
}

/** One connection of a port, by which masters reach outstations: frames in, octets out. On a serial line, the line itself. */
export class ServedConnection {
  readonly address: string;
  readonly #since: number;
  readonly #late = new LateParts();
  #requests = 0;

  constructor(
    private readonly channel: ByteChannel,
    clock: Clock,
    private readonly events: ConnectionEvents,
  ) {
    this.address = channel.label.replace(/^(tcp|tls|udp|serial) /, '');
    this.#since = clock.nowMicros();
    const { onOctets } = events;
    const heard = (octets: Uint8Array): void => onOctets?.('received', octets, this.address);
    const parser = new LinkParser(
      (frame, octets) => {
        heard(octets);
        events.onFrame(frame);
      },
      undefined,
      heard,
    );
    channel.listen({
      onData: (octets) => parser.receive(octets, clock.monotonicMs()),
      onClose: (reason) => {
        this.#late.close();
        events.onClose(reason?.message ?? 'The connection was closed.');
      },
    });
  }

  state(): ServedClientState {
    return { address: this.address, since: this.#since, requests: this.#requests };
  }

  countRequest(): void {
    this.#requests += 1;
  }

  write(octets: Uint8Array): boolean {
    const taken = this.channel.write(octets);
    if (taken) this.events.onOctets?.('sent', octets, this.address);
    return taken;
  }

  writeParts(parts: Damaged): void {
    this.#late.send(parts, (octets) => this.write(octets), () => this.channel.close());
  }

  close(): void {
    this.#late.close();
    this.channel.destroy();
  }
}
