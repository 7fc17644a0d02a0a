import { broadcastOf, SELF_ADDRESS, type Broadcast } from './addresses';
import { encodeLinkFrame, PRIMARY, type LinkFrame } from './link-frame';
import { LinkPrimary, type LinkOutcome } from './link-primary';
import { LinkSecondary } from './link-secondary';

export interface LinkSettings {
  readonly role: 'master' | 'outstation';
  readonly localAddress: number;
  readonly remoteAddress: number;
  /** Whether user data is confirmed by the link layer. On TCP it should not be; the application layer has its own confirms. */
  readonly confirmed: 'never' | 'multi-segment' | 'always';
  readonly timeoutMs: number;
  readonly retries: number;
  /** After so long without a frame of the peer its link status is asked; 0 never. */
  readonly keepAliveMs: number;
  /** An outstation that also takes what is sent to 0xfffc. */
  readonly selfAddress: boolean;
}

export const DEFAULT_LINK: Omit<LinkSettings, 'role' | 'localAddress' | 'remoteAddress'> = {
  confirmed: 'never',
  timeoutMs: 5000,
  retries: 3,
  keepAliveMs: 0,
  selfAddress: false,
};

export interface LinkEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  /** User data of the peer: one transport segment. */
  deliver(segment: Uint8Array, broadcast: Broadcast | undefined, now: number): void;
  wake(at: number): void;
  /** The peer answered nothing although asked for its status, or answers again. */
  onReachable?(reachable: boolean): void;
}

/** The link between one local and one remote address: both stations of the link layer, and keep-alive. */
export class LinkAssociation {
  readonly settings: LinkSettings;
  readonly #environment: LinkEnvironment;
  readonly #primary: LinkPrimary;
  readonly #secondary = new LinkSecondary();
  #heardAt: number;
  #reachable = true;
  #asking = false;
  #sendFailed = false;

  constructor(settings: LinkSettings, environment: LinkEnvironment, now: number) {
    this.settings = settings;
    this.#environment = environment;
    this.#heardAt = now;
    this.#primary = new LinkPrimary(settings, {
      send: (functionCode, fcb, counted, userData) => {
        this.#put({ primary: true, functionCode, fcb, fcvOrDfc: counted, userData });
      },
      wake: (at) => environment.wake(at),
    });
    if (settings.keepAliveMs > 0) environment.wake(now + settings.keepAliveMs);
  }

  /** Confirmed frames sent again, and such that the peer sent again. */
  get repeats(): { readonly sent: number; readonly received: number } {
    return { sent: this.#primary.retries, received: this.#secondary.repeats };
  }

  /** Whether a frame is meant for this association: to its address or all, of its peer, in its direction. */
  accepts(frame: LinkFrame): boolean {
    const { role, localAddress, remoteAddress, selfAddress } = this.settings;
    if (frame.source !== remoteAddress || frame.fromMaster === (role === 'master')) return false;
    if (frame.destination === localAddress || (frame.destination === SELF_ADDRESS && selfAddress)) return true;
    return role === 'outstation' && broadcastOf(frame.destination) !== undefined;
  }

  /** A frame that this association accepts. */
  receive(frame: LinkFrame, now: number): void {
    this.#heardAt = now;
    if (!this.#reachable) {
      this.#reachable = true;
      this.#environment.onReachable?.(true);
    }
    if (!frame.primary) return this.#primary.receive(frame, now);
    const broadcast = broadcastOf(frame.destination);
    // A broadcast is never answered, so nothing but unconfirmed data makes sense in one.
    if (broadcast !== undefined && frame.functionCode !== PRIMARY.unconfirmedData) return;
    const { answer, deliver } = this.#secondary.receive(frame);
    if (answer !== undefined) this.#put({ primary: false, functionCode: answer, fcb: false, fcvOrDfc: false, userData: new Uint8Array(0) });
    if (deliver) this.#environment.deliver(frame.userData, broadcast, now);
  }

  /** Sends the segments of one fragment in their order; `done` is called once. */
  sendSegments(segments: readonly Uint8Array[], now: number, done: (outcome: LinkOutcome) => void): void {
    const { confirmed } = this.settings;
    if (confirmed === 'never' || (confirmed === 'multi-segment' && segments.length === 1)) {
      this.#sendFailed = false;
      for (const userData of segments) this.#put({ primary: true, functionCode: PRIMARY.unconfirmedData, fcb: false, fcvOrDfc: false, userData });
      return done(this.#sendFailed ? { ok: false, reason: 'The channel takes no more octets.' } : { ok: true });
    }
    const [segment, ...rest] = segments;
    if (segment === undefined) return done({ ok: true });
    this.#primary.confirmedData(segment, now, (outcome) => this.#confirmedNext(outcome, rest, done));
  }

  /** Sends one segment to a broadcast address, unconfirmed. */
  sendBroadcast(destination: number, segment: Uint8Array): boolean {
    const encoded = encodeLinkFrame({
      fromMaster: true,
      primary: true,
      fcb: false,
      fcvOrDfc: false,
      functionCode: PRIMARY.unconfirmedData,
      destination,
      source: this.settings.localAddress,
      userData: segment,
    });
    return encoded.kind === 'octets' && this.#environment.send(encoded.octets);
  }

  requestStatus(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#primary.requestStatus(now, done);
  }

  testLink(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#primary.testLink(now, done);
  }

  tick(now: number): void {
    this.#primary.tick(now);
    const { keepAliveMs } = this.settings;
    if (keepAliveMs === 0 || this.#asking) return;
    const due = this.#heardAt + keepAliveMs;
    if (now < due) return this.#environment.wake(due);
    this.#asking = true;
    this.#primary.requestStatus(now, (outcome) => {
      this.#asking = false;
      if (!outcome.ok) {
        this.#heardAt = now;
        if (this.#reachable) {
          this.#reachable = false;
          this.#environment.onReachable?.(false);
        }
      }
      this.#environment.wake(this.#heardAt + keepAliveMs);
    });
  }

  /** The channel is gone. */
  closed(reason: string): void {
    this.#secondary.forget();
    this.#primary.closed(reason);
  }

  #confirmedNext(outcome: LinkOutcome, rest: readonly Uint8Array[], done: (outcome: LinkOutcome) => void): void {
    const [segment, ...others] = rest;
    if (!outcome.ok || segment === undefined) return done(outcome);
    this.#primary.confirmedData(segment, this.#heardAt, (next) => this.#confirmedNext(next, others, done));
  }

  #put(frame: Pick<LinkFrame, 'primary' | 'functionCode' | 'fcb' | 'fcvOrDfc' | 'userData'>): void {
    const { role, localAddress, remoteAddress } = this.settings;
    const encoded = encodeLinkFrame({ ...frame, fromMaster: role === 'master', destination: remoteAddress, source: localAddress });
    if (encoded.kind === 'invalid' || !this.#environment.send(encoded.octets)) this.#sendFailed = true;
  }
}
