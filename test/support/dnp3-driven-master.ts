import {
  DEFAULT_MASTER,
  encodeLinkFrame,
  hex,
  LinkParser,
  LinkRouter,
  masterLink,
  MasterSession,
  TransportReassembler,
  TransportSegmenter,
  type MasterHandler,
  type MasterSettings,
  type LinkSettings,
  type MasterTask,
  type Report,
  type TaskOutcome,
} from '../../electron/stacks/dnp3';
import { octets } from '../vectors/dnp3/octets';

/** Writes down what a master is told. */
export class RecordingHandler implements MasterHandler {
  readonly reports: (Report & { readonly unsolicited: boolean })[] = [];
  readonly indications: number[] = [];
  readonly online: boolean[] = [];
  epoch = 1_700_000_000_000;

  onReports(reports: readonly Report[], unsolicited: boolean): void {
    this.reports.push(...reports.map((report) => ({ ...report, unsolicited })));
  }

  onIndications(iin: number): void {
    this.indications.push(iin);
  }

  currentTime(now: number): number {
    return this.epoch + now;
  }

  onOnline(online: boolean): void {
    this.online.push(online);
  }
}

export type MakeTask = (done: (outcome: TaskOutcome) => void) => MasterTask;

const MASTER = 1;
const OUTSTATION = 1024;

/** Master 1 of outstation 1024 under a clock that the test moves: fragments in, fragments out, as hexadecimal. */
export class DrivenMaster {
  now = 0;
  takes = true;
  readonly handler = new RecordingHandler();
  readonly session: MasterSession;
  readonly router = new LinkRouter();
  readonly #sent: string[] = [];
  readonly #segmenter = new TransportSegmenter();
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(settings: Partial<MasterSettings> = {}, link: Partial<LinkSettings> = {}) {
    const reassembler = new TransportReassembler();
    const parser = new LinkParser(({ userData, primary, destination, functionCode }) => {
      if (!primary) return;
      if (functionCode === 9) this.#sent.push('link status');
      if (userData.length === 0) return;
      const fragment = reassembler.receive(userData);
      if (fragment !== undefined) this.#sent.push((destination === OUTSTATION ? '' : `to ${destination}: `) + hex(fragment, 5000));
    });
    this.session = new MasterSession(
      { ...DEFAULT_MASTER, disableUnsolicitedFirst: false, unsolicitedClasses: [], integrityEveryMs: 0, timeSync: 'none', pollOnIndication: false, ...settings, link: masterLink(MASTER, OUTSTATION, link) },
      this.handler,
      {
        send: (frame) => {
          if (this.takes) parser.receive(frame, this.now);
          return this.takes;
        },
        wake: (at) => {
          this.#wakeAt = Math.min(this.#wakeAt, at);
        },
      },
      0,
    );
    this.router.add(this.session);
  }

  /** A master whose start-up sequence, an integrity poll, is done. */
  static ready(settings: Partial<MasterSettings> = {}): DrivenMaster {
    const driven = new DrivenMaster(settings);
    driven.session.opened(0);
    driven.take();
    driven.answer('C0 81 00 00');
    return driven;
  }

  take(): string[] {
    return this.#sent.splice(0);
  }

  /** A fragment from the outstation; what the master sends on it. */
  answer(text: string): string[] {
    for (const userData of this.#segmenter.segments(octets(text))) {
      const frame = encodeLinkFrame({ fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: MASTER, source: OUTSTATION, userData });
      if (frame.kind === 'octets') this.router.receive(frame.octets, this.now);
    }
    return this.take();
  }

  /** The outstation's link layer acknowledges; what the master sends on it. */
  acknowledge(): string[] {
    const frame = encodeLinkFrame({ fromMaster: false, primary: false, fcb: false, fcvOrDfc: false, functionCode: 0, destination: MASTER, source: OUTSTATION, userData: new Uint8Array(0) });
    if (frame.kind === 'octets') this.router.receive(frame.octets, this.now);
    return this.take();
  }

  submit(make: MakeTask): { outcome: TaskOutcome | undefined; times: number } {
    const held: { outcome: TaskOutcome | undefined; times: number } = { outcome: undefined, times: 0 };
    this.session.submit(
      make((outcome) => {
        held.outcome = outcome;
        held.times += 1;
      }),
      this.now,
    );
    return held;
  }

  advance(ms: number): string[] {
    const target = this.now + ms;
    for (let ticks = 0; this.#wakeAt <= target; ticks += 1) {
      if (ticks > 1000) throw new Error('the session asks for ticks without an end');
      this.now = Math.max(this.now, this.#wakeAt);
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.session.tick(this.now);
    }
    this.now = target;
    return this.take();
  }
}
