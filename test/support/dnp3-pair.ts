import {
  Database,
  DEFAULT_LINK,
  DEFAULT_MASTER,
  DEFAULT_OUTSTATION,
  LinkRouter,
  masterLink,
  MasterSession,
  Outstation,
  outstationLink,
  type Attribute,
  type FileStore,
  type LinkSettings,
  type MasterSettings,
  type MasterTask,
  type OutstationSession,
  type OutstationSettings,
  type PointConfig,
  type PointType,
} from '../../electron/stacks/dnp3';
import { ScriptedDevice } from './dnp3-driven-outstation';
import { RecordingHandler } from './dnp3-driven-master';
import { Random } from './modbus-mutations';

/** What a channel does to the octets of one write: the pieces that arrive, each after so many ms. */
export type Channel = (octets: Uint8Array, random: Random) => readonly { readonly octets: Uint8Array; readonly delayMs: number }[];

export const PERFECT: Channel = (octets) => [{ octets, delayMs: 1 }];

/** Octets are changed with the given chance each; order is kept. */
export function noisy(chance: number): Channel {
  return (octets, random) => [{ octets: octets.map((octet) => (random.below(1_000_000) < chance * 1_000_000 ? octet ^ (1 << random.below(8)) : octet)), delayMs: 1 }];
}

/** Datagrams are lost, doubled and held back so that others overtake them, each with a chance of one in ten. */
export const DATAGRAMS: Channel = (octets, random) => {
  const copies = random.below(10) === 0 ? 0 : random.below(10) === 0 ? 2 : 1;
  return Array.from({ length: copies }, () => ({ octets, delayMs: random.below(10) === 0 ? 30 : 1 }));
};

export interface PairOptions {
  readonly points: Partial<Record<PointType, readonly PointConfig[]>>;
  readonly link?: Partial<LinkSettings>;
  readonly master?: Partial<MasterSettings>;
  readonly outstation?: Partial<OutstationSettings>;
  readonly seed?: number;
  readonly needTime?: boolean;
  readonly attributes?: readonly Attribute[];
  readonly files?: FileStore;
}

/** A master and an outstation on a channel that the test chooses, under one driven clock. */
export class Pair {
  now = 0;
  channel: Channel = PERFECT;
  readonly random: Random;
  readonly handler = new RecordingHandler();
  readonly device = new ScriptedDevice();
  readonly database: Database;
  readonly outstation: Outstation;
  slave: OutstationSession;
  master: MasterSession;
  /** Hears every write as it was sent, and every piece just before it arrives. */
  witness: { sent(fromClient: boolean, octets: Uint8Array): void; arrives(fromClient: boolean, octets: Uint8Array, now: number): void } | undefined;
  readonly #makeSlave: () => OutstationSession;
  readonly #makeMaster: () => MasterSession;
  readonly frames: { readonly fromClient: boolean; readonly octets: Uint8Array }[] = [];
  readonly #routers = { toMaster: new LinkRouter(), toOutstation: new LinkRouter() };
  readonly #arrivals: { readonly at: number; readonly number: number; readonly deliver: () => void }[] = [];
  #number = 0;

  constructor(options: PairOptions) {
    this.random = new Random(options.seed ?? 1);
    this.database = new Database(options.points);
    this.outstation = new Outstation(this.database, this.device, { needTime: options.needTime ?? false, attributes: options.attributes ?? [], ...(options.files === undefined ? {} : { files: options.files }) });
    const link = { ...DEFAULT_LINK, timeoutMs: 100, ...options.link };
    const send = (fromClient: boolean) => (octets: Uint8Array) => {
      this.frames.push({ fromClient, octets });
      this.witness?.sent(fromClient, octets);
      const router = fromClient ? this.#routers.toOutstation : this.#routers.toMaster;
      for (const { octets: piece, delayMs } of this.channel(octets, this.random)) this.#arrivals.push({ at: this.now + delayMs, number: (this.#number += 1), deliver: () => this.#deliver(fromClient, router, piece) });
      return true;
    };
    // Both sessions are ticked at every step of the clock.
    const wake = (): void => undefined;
    this.#makeSlave = () => this.outstation.session({ ...DEFAULT_OUTSTATION, confirmTimeoutMs: 500, ...options.outstation, link: outstationLink(1024, 1, link) }, { send: send(false), wake }, this.now);
    this.#makeMaster = () => new MasterSession({ ...DEFAULT_MASTER, responseTimeoutMs: 1000, retryDelayMs: 500, ...options.master, link: masterLink(1, 1024, link) }, this.handler, { send: send(true), wake }, this.now);
    this.slave = this.#makeSlave();
    this.master = this.#makeMaster();
    this.#routers.toMaster.add(this.master);
    this.#routers.toOutstation.add(this.slave);
  }

  open(): void {
    this.slave.opened(this.now);
    this.master.opened(this.now);
  }

  /** The master's process dies without a word and comes back: it knows nothing. What is on its way still arrives. */
  restartMaster(): void {
    this.#routers.toMaster.remove(this.master);
    this.master = this.#makeMaster();
    this.#routers.toMaster.add(this.master);
    this.master.opened(this.now);
  }

  /** The outstation's process dies and comes back: its events are gone, its inputs are what they are. */
  restartOutstation(): void {
    this.#routers.toOutstation.remove(this.slave);
    this.outstation.drop(this.slave);
    this.slave = this.#makeSlave();
    this.#routers.toOutstation.add(this.slave);
    this.slave.opened(this.now);
  }

  /** What is on its way is lost. */
  close(): void {
    this.#arrivals.length = 0;
    this.slave.closed('The channel broke.');
    this.master.closed('The channel broke.');
    this.#routers.toMaster.reset();
    this.#routers.toOutstation.reset();
  }

  #deliver(fromClient: boolean, router: LinkRouter, octets: Uint8Array): void {
    this.witness?.arrives(fromClient, octets, this.now);
    router.receive(octets, this.now);
  }

  /** A task of any kind of outcome; what it ended with, and how often. */
  submit<T extends { readonly ok: boolean }>(make: (done: (outcome: T) => void) => MasterTask): { outcome: T | undefined; times: number } {
    const held: { outcome: T | undefined; times: number } = { outcome: undefined, times: 0 };
    this.master.submit(
      make((outcome) => {
        held.outcome = outcome;
        held.times += 1;
      }),
      this.now,
    );
    return held;
  }

  /** A frame of the master comes again, as somebody on the line recorded it. */
  replay(octets: Uint8Array): void {
    this.#routers.toOutstation.receive(octets, this.now);
  }

  /** Moves the clock in steps, delivering what arrives. */
  run(ms: number, stepMs = 1): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += stepMs;
      for (;;) {
        const due = this.#arrivals.filter(({ at }) => at <= this.now).sort((a, b) => a.at - b.at || a.number - b.number)[0];
        if (due === undefined) break;
        this.#arrivals.splice(this.#arrivals.indexOf(due), 1);
        due.deliver();
      }
      this.slave.tick(this.now);
      this.master.tick(this.now);
    }
  }
}
