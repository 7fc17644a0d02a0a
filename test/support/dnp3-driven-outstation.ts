import {
  COMMAND_STATUS,
  Database,
  DEFAULT_OUTSTATION,
  encodeLinkFrame,
  hex,
  LinkParser,
  LinkRouter,
  Outstation,
  outstationLink,
  TransportReassembler,
  TransportSegmenter,
  type Attribute,
  type FileStore,
  type Command,
  type LinkFrame,
  type OperateHow,
  type OutstationHandler,
  type OutstationSession,
  type OutstationSettings,
  type PointConfig,
  type PointState,
  type PointType,
} from '../../electron/stacks/dnp3';
import { octets } from '../vectors/dnp3/octets';

/** A device that does what the test tells it and writes down what it is asked. */
export class ScriptedDevice implements OutstationHandler {
  status: number = COMMAND_STATUS.success;
  readonly selected: Command[] = [];
  readonly operated: { readonly command: Command; readonly how: OperateHow }[] = [];
  readonly times: number[] = [];
  takesTime = true;
  restartMs: number | undefined;
  iin = 0;
  /** Wall time at the driven clock's zero. */
  epoch = 1_700_000_000_000;

  select(command: Command): number {
    this.selected.push(command);
    return this.status;
  }

  operate(command: Command, how: OperateHow): number {
    this.operated.push({ command, how });
    return this.status;
  }

  currentTime(now: number): number {
    return this.epoch + now;
  }

  setTime(time: number, now: number): boolean {
    if (this.takesTime) {
      this.times.push(time);
      this.epoch = time - now;
    }
    return this.takesTime;
  }

  restart(): number | undefined {
    return this.restartMs;
  }

  indications(): number {
    return this.iin;
  }
}

export interface DrivenOutstationOptions {
  readonly points?: Partial<Record<PointType, readonly PointConfig[]>>;
  readonly settings?: Partial<Omit<OutstationSettings, 'link' | 'unsolicited'>>;
  readonly unsolicited?: Partial<OutstationSettings['unsolicited']>;
  readonly needTime?: boolean;
  readonly attributes?: readonly Attribute[];
  readonly files?: FileStore;
}

/** So many points from index 0, all alike. */
export function points(count: number, config: Omit<PointConfig, 'index'> = {}): PointConfig[] {
  return Array.from({ length: count }, (_, index) => ({ ...config, index }));
}

const OUTSTATION = 1024;
const MASTER = 1;

/** Outstation 1024 of master 1 under a clock that the test moves: fragments in, fragments out, as hexadecimal. */
export class DrivenOutstation {
  now = 0;
  readonly device = new ScriptedDevice();
  readonly database: Database;
  readonly outstation: Outstation;
  readonly session: OutstationSession;
  readonly router: LinkRouter;
  readonly #sent: string[] = [];
  readonly #segmenter = new TransportSegmenter();
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(options: DrivenOutstationOptions = {}) {
    this.database = new Database(options.points ?? {});
    this.outstation = new Outstation(this.database, this.device, { needTime: options.needTime ?? false, attributes: options.attributes ?? [], ...(options.files === undefined ? {} : { files: options.files }) });
    const reassembler = new TransportReassembler();
    const parser = new LinkParser(({ userData, primary }: LinkFrame) => {
      if (!primary) return;
      const fragment = reassembler.receive(userData);
      if (fragment !== undefined) this.#sent.push(hex(fragment, 5000));
    });
    const settings: OutstationSettings = {
      ...DEFAULT_OUTSTATION,
      ...options.settings,
      unsolicited: { ...DEFAULT_OUTSTATION.unsolicited, ...options.unsolicited },
      link: outstationLink(OUTSTATION, MASTER),
    };
    this.session = this.outstation.session(
      settings,
      {
        send: (frame) => {
          parser.receive(frame, this.now);
          return true;
        },
        wake: (at) => {
          this.#wakeAt = Math.min(this.#wakeAt, at);
        },
      },
      0,
    );
    this.router = new LinkRouter();
    this.router.add(this.session);
  }

  /** What was sent since the last call. */
  take(): string[] {
    return this.#sent.splice(0);
  }

  /** Sends a fragment to the outstation and takes what it answers. */
  ask(text: string, destination = OUTSTATION): string[] {
    for (const userData of this.#segmenter.segments(octets(text))) {
      const frame = encodeLinkFrame({ fromMaster: true, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination, source: MASTER, userData });
      if (frame.kind === 'octets') this.router.receive(frame.octets, this.now);
    }
    return this.take();
  }

  update(type: PointType, index: number, value: number, more: Partial<PointState> = {}): void {
    this.database.update(type, index, { value, flags: 1, ...more }, this.now);
  }

  /** Moves the clock, with every tick that the session asked for on the way. */
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
