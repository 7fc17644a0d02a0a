import { PRIMARY, SECONDARY, type LinkFrame } from './link-frame';

export interface LinkPrimarySettings {
  /** How long an answer is waited for, in ms. */
  readonly timeoutMs: number;
  /** How often a frame is sent again before it fails. */
  readonly retries: number;
}

/** Sends one frame of the primary; its answers come by `receive`. */
export interface LinkPrimaryEnvironment {
  send(functionCode: number, fcb: boolean, counted: boolean, userData: Uint8Array): void;
  wake(at: number): void;
}

/** `silent`: the peer's link layer answered nothing; `sent`: the frame of this job went out all the same, and may have arrived. */
export type LinkOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly silent?: { readonly sent: boolean } };

interface Job {
  readonly kind: 'data' | 'status' | 'test';
  readonly userData: Uint8Array;
  readonly done: (outcome: LinkOutcome) => void;
}

const NOTHING = new Uint8Array(0);
/** More than one fragment of segments never waits; see `LinkAssociation`. */
const QUEUE_LIMIT = 64;

/**
 * The primary station of one link: one transaction at a time. Confirmed data goes out after the link was reset, with the
 * frame count bit toggled on each acknowledgement; a peer that restarted in between says NACK, and the link is reset and
 * the frame sent again. Rules from memory of IEEE 1815, data link layer, primary station state table.
 */
export class LinkPrimary {
  readonly #settings: LinkPrimarySettings;
  readonly #environment: LinkPrimaryEnvironment;
  readonly #queue: Job[] = [];
  #current: Job | undefined;
  /** What was sent for the current job. */
  #step: 'reset' | 'send' | 'status' = 'send';
  /** The frame of the current job was on the wire. */
  #sent = false;
  #remoteReset = false;
  /** The peer said that it has no room for more data. */
  #peerFull = false;
  #fcb = true;
  #deadline = Number.POSITIVE_INFINITY;
  #retriesLeft = 0;
  #nacks = 0;
  #retries = 0;

  constructor(settings: LinkPrimarySettings, environment: LinkPrimaryEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /** Frames sent again. */
  get retries(): number {
    return this.#retries;
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  confirmedData(userData: Uint8Array, now: number, done: (outcome: LinkOutcome) => void): void {
    this.#push({ kind: 'data', userData, done }, now);
  }

  requestStatus(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#push({ kind: 'status', userData: NOTHING, done }, now);
  }

  testLink(now: number, done: (outcome: LinkOutcome) => void): void {
    this.#push({ kind: 'test', userData: NOTHING, done }, now);
  }

  /** The channel is gone or was opened anew: everything waiting fails, the link has to be reset. */
  closed(reason: string): void {
    this.#remoteReset = false;
    this.#peerFull = false;
    this.#deadline = Number.POSITIVE_INFINITY;
    const jobs = this.#current === undefined ? this.#queue.splice(0) : [this.#current, ...this.#queue.splice(0)];
    this.#current = undefined;
    for (const job of jobs) job.done({ ok: false, reason });
  }

  receive(frame: LinkFrame, now: number): void {
    const job = this.#current;
    if (job === undefined) return;
    const holdBack = frame.fcvOrDfc;
    switch (frame.functionCode) {
      case SECONDARY.ack:
        if (this.#step === 'status' || job.kind === 'status') return;
        this.#peerFull = holdBack;
        if (this.#step === 'reset') {
          this.#remoteReset = true;
          this.#fcb = true;
          return this.#start(job, now);
        }
        this.#fcb = !this.#fcb;
        return this.#finish({ ok: true }, now);
      case SECONDARY.nack:
        if (this.#step !== 'send' || job.kind === 'status') return;
        this.#remoteReset = false;
        this.#nacks += 1;
        if (this.#nacks > this.#settings.retries) return this.#finish({ ok: false, reason: 'The peer refused the frame although its link was reset.' }, now);
        // With data flow control set the peer has no room: its status is asked after a while instead.
        if (holdBack) return this.#holdBack(now);
        return this.#start(job, now);
      case SECONDARY.linkStatus:
        if (job.kind === 'status') return this.#finish({ ok: true }, now);
        if (this.#step !== 'status') return;
        this.#peerFull = holdBack;
        return holdBack ? this.#holdBack(now) : this.#start(job, now);
      case SECONDARY.notSupported:
        return this.#finish({ ok: false, reason: 'The peer does not support this link function.' }, now);
      default:
    }
  }

  tick(now: number): void {
    const job = this.#current;
    if (job === undefined) return;
    if (now < this.#deadline) return this.#environment.wake(this.#deadline);
    if (this.#retriesLeft === 0) {
      this.#remoteReset = false;
      this.#peerFull = false;
      return this.#finish({ ok: false, reason: `The peer's link layer did not answer ${this.#settings.retries + 1} frames within ${this.#settings.timeoutMs} ms each.`, silent: { sent: this.#sent } }, now);
    }
    this.#retriesLeft -= 1;
    this.#retries += 1;
    this.#put(job, now);
  }

  #push(job: Job, now: number): void {
    if (this.#queue.length >= QUEUE_LIMIT) return job.done({ ok: false, reason: `${QUEUE_LIMIT} frames are waiting on this link.` });
    this.#queue.push(job);
    this.#next(now);
  }

  #next(now: number): void {
    if (this.#current !== undefined) return;
    this.#current = this.#queue.shift();
    if (this.#current === undefined) return;
    this.#nacks = 0;
    this.#sent = false;
    this.#start(this.#current, now);
  }

  #start(job: Job, now: number): void {
    if (this.#peerFull && job.kind === 'data') this.#step = 'status';
    else this.#step = job.kind === 'status' || this.#remoteReset ? 'send' : 'reset';
    this.#retriesLeft = this.#settings.retries;
    this.#put(job, now);
  }

  /** The peer holds us back: its status is asked once the timeout is over, as often as a frame is sent again. */
  #holdBack(now: number): void {
    if (this.#step !== 'status') this.#retriesLeft = this.#settings.retries;
    this.#step = 'status';
    this.#wait(now);
  }

  #put(job: Job, now: number): void {
    this.#wait(now);
    if (this.#step === 'reset') this.#environment.send(PRIMARY.resetLink, false, false, NOTHING);
    else if (this.#step === 'status' || job.kind === 'status') this.#environment.send(PRIMARY.requestStatus, false, false, NOTHING);
    else {
      this.#sent = true;
      this.#environment.send(job.kind === 'test' ? PRIMARY.testLink : PRIMARY.confirmedData, this.#fcb, true, job.userData);
    }
  }

  #wait(now: number): void {
    this.#deadline = now + this.#settings.timeoutMs;
    this.#environment.wake(this.#deadline);
  }

  #finish(outcome: LinkOutcome, now: number): void {
    const job = this.#current;
    this.#current = undefined;
    this.#deadline = Number.POSITIVE_INFINITY;
    job?.done(outcome);
    this.#next(now);
  }
}
