import { COMMAND_STATUS, IIN, Outstation } from '../../../stacks/dnp3';
import type { Command, OutstationHandler, OutstationSession } from '../../../stacks/dnp3';
import type { Opaque, Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import type { ServedSource, ServerContext, SourceChange } from '../../protocol';
import { checkCommand, commandText } from './command-check';
import { EventBurst } from './event-burst';
import { readMasters, type MasterList } from './master-list';
import { FollowedPoints } from './followed-points';
import { flagMeets, isFlagSwitch } from './point-flags';
import { PulseTrains } from './pulse-trains';
import type { ServedPoint } from './served-point';
import { tellChanges } from './source-changes';
import { filesOf, type ServedFiles } from './served-files';
import { StationClock } from './station-clock';
import { ServedSecurity } from './served-security';
import { StationLog } from './station-log';
import { SwitchStates } from './switch-states';
import { unitSettingsSchema, type UnitSettings } from './unit-settings';

/** What an outstation needs of those who serve it. */
export interface StationContext {
  readonly server: ServerContext;
  /** The status that a fault gives a command; undefined where none does. */
  commandFault(outstation: number, master: number): number | undefined;
  /** Whether anybody listens to its changes. */
  isHeard(station: ServedOutstation): boolean;
  /** A change became an event. */
  onChange(station: ServedOutstation, change: SourceChange): void;
  /** It came back from a restart: sessions begin anew. */
  onRestarted(station: ServedOutstation): void;
}

type Source = Pick<ServedSource, 'read' | 'write' | 'changedAt'>;

/** One outstation as it is simulated: its database follows a source of values, its commands go to that source. */
export class ServedOutstation implements OutstationHandler {
  readonly settings: UnitSettings;
  readonly masters: MasterList;
  readonly switches = new SwitchStates();
  readonly security: ServedSecurity;
  /** Null where it keeps none. */
  readonly files: ServedFiles | null;
  readonly #clock: StationClock;
  readonly #points: FollowedPoints;
  readonly #outstation: Outstation;
  readonly #sessions = new Set<OutstationSession>();
  readonly #context: StationContext;
  readonly #pulses = new PulseTrains();
  readonly #log = new StationLog();
  #source: Source;
  #restart: NodeJS.Timeout | null = null;
  /** A restart that a master ordered, until its answer is sent. */
  #ordered: NodeJS.Immediate | null = null;
  #timeSetMs: number | null = null;
  #burst: EventBurst | null = null;
  #written = false;
  #client = '';
  #master = 0;

  constructor(
    readonly given: { readonly settings: Opaque; readonly points: readonly Point[] },
    source: Source,
    context: StationContext,
  ) {
    this.settings = unitSettingsSchema.parse(given.settings);
    const masters = readMasters(this.settings.masterAddress, this.settings.otherMasters);
    this.masters = 'problem' in masters ? { named: [this.settings.masterAddress], any: false } : masters;
    this.#source = source;
    this.#context = context;
    this.#clock = new StationClock(context.server.clock);
    this.security = new ServedSecurity(this.settings);
    this.#points = new FollowedPoints(given.points, this.settings, source, { clock: this.#clock, switches: this.switches, statistics: this.security.statistics });
    tellChanges(
      {
        database: this.#points.database,
        points: this.#points.all,
        isHeard: () => context.isHeard(this),
        now: () => context.server.clock.nowMicros(),
        changedAt: (pointId) => (this.#burst?.points.has(pointId) === true ? null : (this.#source.changedAt?.(pointId) ?? null)),
      },
      (change) => context.onChange(this, change),
    );
    const { name, product, version } = context.server.identity;
    this.files = filesOf(this.settings, this.#points.all, { log: this.#log, now: () => this.#clock.now(), client: () => this.#client });
    this.#outstation = new Outstation(this.#points.database, this, {
      ...(this.files === null ? {} : { files: this.files }),
      needTime: this.settings.needTimeAtStart,
      attributes: [
        { variation: 242, value: version.slice(0, 80) },
        { variation: 247, value: name.slice(0, 80) },
        { variation: 250, value: product.slice(0, 80) },
      ],
    });
  }

  get address(): number {
    return this.settings.outstationAddress;
  }

  /** Nothing is heard and nothing sent. */
  get silent(): boolean {
    return this.#restart !== null || this.switches.isOn('dead');
  }

  get needTime(): boolean {
    return this.#outstation.needTime;
  }

  set needTime(needed: boolean) {
    this.#outstation.needTime = needed;
  }

  get burst(): EventBurst | null {
    return this.#burst;
  }

  get restarting(): boolean {
    return this.#restart !== null;
  }

  has(pointId: string): boolean {
    return this.#points.byId(pointId) !== undefined;
  }

  /** Whether a point's type has the flag of a switch. */
  hasFlag(pointId: string, switchId: string): boolean {
    const served = this.#points.byId(pointId);
    return served !== undefined && flagMeets(switchId, served.type);
  }

  session(...given: Parameters<Outstation['session']>): OutstationSession {
    const session = this.#outstation.session(...given);
    this.#sessions.add(session);
    return session;
  }

  drop(session: OutstationSession): void {
    this.#sessions.delete(session);
    this.#outstation.drop(session);
  }

  /** Session keys of all masters are gone: what comes in them is refused, until there are new ones. */
  forgetKeys(): void {
    for (const session of this.#sessions) session.security?.forgetKeys();
  }

  /** Who is asking, while a request is carried out. */
  asking(client: string, master: number): void {
    this.#client = client;
    this.#master = master;
  }

  /** Asks another source from now on; the points are the same. */
  follow(source: Source): void {
    this.#source = source;
    this.#points.follow(source);
  }

  /** Takes over what the points show now: changes become events. `quietly`: after a restart, none do. */
  tick(quietly = false): void {
    const { clock } = this.#context.server;
    const now = clock.monotonicMs();
    const every = this.settings.needTimeEveryS * 1000;
    if (every > 0 && this.#timeSetMs !== null && now - this.#timeSetMs >= every) this.needTime = true;
    this.#points.look(now, quietly, this.#burst?.points);
  }

  /** A command was carried out: what it changed shows at once. To be called when the request was answered. */
  settle(): void {
    if (!this.#written) return;
    this.#written = false;
    this.tick();
  }

  /** Silent for so long, then back with the restart indication; events and selections are gone. */
  restartNow(seconds: number): void {
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#endBurst();
    this.#pulses.close();
    this.#log.note(this.#clock.now(), `Restart, silent for ${seconds} s`);
    this.#restart = setTimeout(() => {
      this.#restart = null;
      if (this.settings.needTimeAtStart) this.needTime = true;
      this.tick(true);
      this.#context.onRestarted(this);
    }, seconds * 1000);
  }

  /** Begins a burst of events; null, or why there is nothing to make them of. */
  startBurst(settings: Parameters<typeof EventBurst.start>[1]): string | null {
    this.#endBurst();
    const { clock } = this.#context.server;
    const begun = EventBurst.start({ database: this.#points.database, points: this.#points.all, now: () => clock.monotonicMs(), time: () => this.#clock.now(), onEnd: () => this.#endBurst() }, settings);
    if ('problem' in begun) return begun.problem;
    if (!begun.done) this.#burst = begun;
    return null;
  }

  stopBurst(): void {
    this.#endBurst();
  }

  /** Nobody serves it any more: nothing of it goes on by itself. */
  rest(): void {
    if (this.#ordered !== null) clearImmediate(this.#ordered);
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = null;
    this.#burst?.stop();
    this.#burst = null;
    this.#pulses.close();
  }

  select(command: Command): number {
    const checked = this.#checked(command);
    return typeof checked === 'number' ? checked : COMMAND_STATUS.success;
  }

  operate(command: Command): number {
    const checked = this.#checked(command);
    if (typeof checked === 'number') return checked;
    const { served, does } = checked;
    const { id } = served.point;
    const client = this.#client;
    const text = commandText(command);
    const write = (value: Value): boolean => {
      this.#written = true;
      this.#log.note(this.#clock.now(), `${served.point.name}: ${text} by ${client}`);
      return this.#source.write(id, value, client, text);
    };
    if (does.kind === 'nothing') return COMMAND_STATUS.success;
    if (does.kind === 'cancel' || does.kind === 'set') this.#pulses.cancel(id);
    if (does.kind === 'cancel') return COMMAND_STATUS.success;
    if (does.kind === 'set') return write(does.value) ? COMMAND_STATUS.success : COMMAND_STATUS.blocked;
    let taken = true;
    this.#pulses.start(id, does, (on) => {
      taken = write(on);
      // The first change shows when its request is answered; later ones come by themselves.
      if (this.#pulses.isRunning(id)) this.settle();
    });
    if (!taken) this.#pulses.cancel(id);
    return taken ? COMMAND_STATUS.success : COMMAND_STATUS.blocked;
  }

  currentTime(): number {
    return this.#clock.now();
  }

  setTime(time: number, now: number): boolean {
    this.#clock.set(time);
    this.#log.note(time, `Time set by ${this.#client}`);
    this.#timeSetMs = now;
    return true;
  }

  restart(): number {
    // The answer goes out first.
    this.#ordered = setImmediate(() => this.restartNow(this.settings.restartS));
    return this.settings.restartS * 1000;
  }

  indications(): number {
    const on = (id: string, bit: number): number => (this.switches.isOn(id) ? bit : 0);
    return on('local', IIN.localControl) | on('trouble', IIN.deviceTrouble) | on('corrupt', IIN.configurationCorrupt);
  }

  /** Ids of the switches that are on for a point. */
  onAt(pointId: string): readonly string[] {
    const served = this.#points.byId(pointId);
    return served === undefined ? [] : [...this.switches.at(pointId)].filter((id) => isFlagSwitch(id) && flagMeets(id, served.type));
  }

  #checked(command: Command): number | { readonly served: ServedPoint; readonly does: Exclude<ReturnType<typeof checkCommand>, { kind: 'refused' }> } {
    if (this.switches.isOn('local')) return COMMAND_STATUS.local;
    const fault = this.#context.commandFault(this.address, this.#master);
    if (fault !== undefined) return fault;
    const served = this.#points.at(command.group === 12 ? 'binary-output' : 'analog-output', command.index);
    const does = checkCommand(command, served, this.settings.controls === 'listed');
    if (does.kind === 'refused' || served === undefined) return does.kind === 'refused' ? does.status : COMMAND_STATUS.notSupported;
    if (does.kind === 'pulse' && this.#pulses.isRunning(served.point.id) && ((command.value.controlCode ?? 0) & 0x20) === 0) return COMMAND_STATUS.alreadyActive;
    return { served, does };
  }

  #endBurst(): void {
    const burst = this.#burst;
    if (burst === null) return;
    burst.stop();
    this.#burst = null;
    this.#points.forget(burst.points);
  }
}
