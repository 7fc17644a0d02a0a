import type { ClientAnswer, ClientSession, FrameNote, ModbusRequest, ModbusRequestOptions, SessionEnvironment } from '../../electron/stacks/modbus';

/** A client session under a clock that the test moves: octets in, octets out, no waiting. */
export class DrivenClient {
  now = 1000;
  readonly sent: { readonly octets: Uint8Array; readonly at: number }[] = [];
  readonly frames: { readonly direction: 'out' | 'in'; readonly octets: Uint8Array; readonly note: FrameNote | undefined }[] = [];
  closedBecause: string | undefined;
  channelTakes = true;
  readonly session: ClientSession;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(make: (environment: SessionEnvironment) => ClientSession) {
    this.session = make({
      send: (octets) => {
        if (this.channelTakes) this.sent.push({ octets: Uint8Array.from(octets), at: this.now });
        return this.channelTakes;
      },
      close: (reason) => {
        this.closedBecause = reason;
      },
      wake: (at) => {
        this.#wakeAt = Math.min(this.#wakeAt, at);
      },
      onFrame: (direction, octets, _at, note) => this.frames.push({ direction, octets, note }),
    });
  }

  get last(): Uint8Array {
    const sent = this.sent.at(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    return sent.octets;
  }

  submit(unit: number, request: ModbusRequest, options: ModbusRequestOptions = {}): { answer: ClientAnswer | undefined; answers: number } {
    const holder: { answer: ClientAnswer | undefined; answers: number } = { answer: undefined, answers: 0 };
    this.session.submit(unit, request, options, this.now, (answer) => {
      holder.answer = answer;
      holder.answers += 1;
    });
    return holder;
  }

  receive(octets: Uint8Array): void {
    this.session.receive(octets, this.now);
  }

  /** Moves the clock, with every tick that the session asked for on the way. */
  advance(ms: number): void {
    const target = this.now + ms;
    for (let ticks = 0; this.#wakeAt <= target; ticks += 1) {
      if (ticks > 10_000) throw new Error('the session asks for ticks without an end');
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.session.tick(this.now);
    }
    this.now = target;
  }
}
