import { IIN } from './iin';
import type { MasterSettings } from './master-settings';
import { PRIORITY, type MasterTask, type TaskOutcome } from './master-task';
import { clearRestart, eventPoll, integrityPoll, timeSync, unsolicited } from './master-tasks';

type StartStep = 'disable' | 'integrity' | 'enable';
type Automatic = 'clear-restart' | 'time' | 'events' | 'poll-events' | 'integrity' | 'start';

export interface UpkeepEnvironment {
  submit(task: MasterTask, now: number): void;
  clock(now: number): number;
  wake(at: number): void;
  now(): number;
}

/** What failed for want of authentication waits so many times longer: new keys end the wait at once. */
const UNAUTHENTICATED_PAUSES = 12;

const ALL_CLASSES = [1, 2, 3] as const;
/** On a line with others a silent outstation is tried ever less often, down to a pause of so many times the usual one. */
const LONGEST_PAUSE = 6;

/**
 * What a master does by itself: the start-up sequence, polls, and what internal indications ask for. Each thing is under
 * way once at a time, and one that failed or was of no use waits before it is tried again, so that no answer of an
 * outstation keeps the line busy.
 */
export class MasterUpkeep {
  readonly #settings: MasterSettings;
  readonly #environment: UpkeepEnvironment;
  readonly #running = new Set<Automatic>();
  readonly #notBefore = new Map<Automatic, number>();
  #open = false;
  #start: StartStep[] = [];
  /** The step under way, which is not the next one where the outstation restarted meanwhile. */
  #step: StartStep | undefined;
  /** Steps that the outstation did not take without authentication, for when there are keys. */
  readonly #denied = new Set<StartStep>();
  #integrityDone = false;
  #integrityAt = Number.POSITIVE_INFINITY;
  #eventsAt = Number.POSITIVE_INFINITY;
  #wantedClasses = new Set<1 | 2 | 3>();
  #overflowSeen = false;
  #wantClear = false;
  #wantTime = false;
  #wantIntegrity = false;
  #generation = 0;
  /** The pause after the next silence, in usual ones. */
  #pauses = 1;

  constructor(settings: MasterSettings, environment: UpkeepEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /** Whether events of unsolicited responses are taken: not before the first integrity poll is done. */
  get ready(): boolean {
    return this.#integrityDone;
  }

  opened(now: number): void {
    this.#generation += 1;
    this.#open = true;
    this.#integrityDone = false;
    this.#running.clear();
    this.#notBefore.clear();
    this.#denied.clear();
    this.#start = [...(this.#settings.disableUnsolicitedFirst ? (['disable'] as const) : []), ...this.#afterRestart()];
    this.tick(now);
  }

  closed(): void {
    this.#generation += 1;
    this.#open = false;
    this.#start = [];
    this.#wantClear = false;
    this.#wantTime = false;
    this.#wantIntegrity = false;
    this.#wantedClasses.clear();
    this.#overflowSeen = false;
    this.#integrityAt = Number.POSITIVE_INFINITY;
    this.#eventsAt = Number.POSITIVE_INFINITY;
  }

  /** There are new session keys: what was denied without is done now, and nothing waits any longer. */
  authenticated(now: number): void {
    this.#notBefore.clear();
    const again = [...this.#denied].filter((step) => !this.#start.includes(step));
    this.#denied.clear();
    this.#start = [...again, ...this.#start];
    this.tick(now);
  }

  /** Events were lost: an integrity poll, once for each time that the indication appears. */
  overflowed(): void {
    if (!this.#overflowSeen) this.#wantIntegrity = true;
    this.#overflowSeen = true;
  }

  /** What the indications of a response ask for. */
  indications(iin: number, now: number): void {
    if ((iin & IIN.deviceRestart) !== 0) {
      if (!this.#running.has('clear-restart') && !this.#wantClear) {
        this.#wantClear = true;
        // What the outstation was told before it restarted is gone.
        if (!this.#start.includes('integrity')) this.#start = this.#afterRestart();
      }
    } else this.#wantClear = false;
    this.#wantTime = (iin & IIN.needTime) !== 0 && this.#settings.timeSync !== 'none';
    if ((iin & IIN.eventBufferOverflow) !== 0) this.overflowed();
    else this.#overflowSeen = false;
    this.#wantedClasses = new Set(this.#settings.pollOnIndication ? ALL_CLASSES.filter((eventClass) => (iin & (IIN.class1Events << (eventClass - 1))) !== 0) : []);
    this.tick(now);
  }

  tick(now: number): void {
    if (!this.#open) return;
    if (this.#wantClear) this.#run('clear-restart', now, (done) => clearRestart(done), () => (this.#wantClear = false));
    const [step] = this.#start;
    if (step !== undefined) this.#run('start', now, (done) => this.#startTask(step, done), () => (this.#step = step));
    if (this.#wantTime) this.#run('time', now, (done) => timeSync(this.#settings.timeSync === 'lan' ? 'lan' : 'non-lan', (at) => this.#environment.clock(at), done), () => undefined);
    if (step !== undefined) return;
    if (this.#wantIntegrity || now >= this.#integrityAt) this.#run('integrity', now, (done) => integrityPoll(done), () => undefined);
    if (this.#wantedClasses.size > 0) this.#run('events', now, (done) => eventPoll([...this.#wantedClasses], done), () => undefined);
    const { eventPoll: own } = this.#settings;
    if (own !== undefined && now >= this.#eventsAt) this.#run('poll-events', now, (done) => eventPoll(own.classes, done, PRIORITY.poll), () => undefined);
    for (const at of [this.#integrityAt, this.#eventsAt]) {
      if (at > now && at !== Number.POSITIVE_INFINITY) this.#environment.wake(at);
    }
  }

  #afterRestart(): StartStep[] {
    return ['integrity', ...(this.#settings.unsolicitedClasses.length > 0 ? (['enable'] as const) : [])];
  }

  #startTask(step: StartStep, done: (outcome: TaskOutcome) => void): MasterTask {
    if (step === 'integrity') return integrityPoll(done, PRIORITY.upkeep);
    return step === 'disable' ? unsolicited(ALL_CLASSES, false, done) : unsolicited(this.#settings.unsolicitedClasses, true, done);
  }

  #run(what: Automatic, now: number, make: (done: (outcome: TaskOutcome) => void) => MasterTask, started: () => void): void {
    if (this.#running.has(what)) return;
    const notBefore = this.#notBefore.get(what) ?? 0;
    if (now < notBefore) return this.#environment.wake(notBefore);
    this.#running.add(what);
    const generation = this.#generation;
    started();
    this.#environment.submit(
      make((outcome) => {
        if (generation === this.#generation) this.#finished(what, outcome);
      }),
      now,
    );
  }

  #finished(what: Automatic, outcome: TaskOutcome): void {
    const now = this.#environment.now();
    this.#running.delete(what);
    const refused = !outcome.ok && outcome.failure.kind === 'refused';
    // Polls and time may be asked for by the very next answer again; an outstation that does not clear its indication gets a pause.
    const pause = !outcome.ok || what === 'time' || (what === 'events' && outcome.ok && outcome.response.blocks.length === 0);
    const unauthenticated = !outcome.ok && outcome.failure.kind === 'authentication';
    const silent = this.#settings.turns !== undefined && !outcome.ok && outcome.failure.kind === 'timeout';
    if (pause) this.#notBefore.set(what, now + this.#settings.retryDelayMs * (unauthenticated ? UNAUTHENTICATED_PAUSES : silent ? this.#pauses : 1));
    else this.#notBefore.delete(what);
    this.#pauses = silent ? Math.min(this.#pauses * 2, LONGEST_PAUSE) : 1;
    const step = this.#step;
    const denied = what === 'start' && unauthenticated && step !== 'integrity';
    if (denied && step !== undefined) this.#denied.add(step);
    if (what === 'start' && (outcome.ok || refused || denied)) {
      // An outstation without unsolicited responses refuses this; the sequence goes on. One that restarted meanwhile has it all before it.
      if (step === this.#start[0]) this.#start = this.#start.slice(1);
      this.#notBefore.delete('start');
      if (step === 'integrity') this.#integrityTaken(now);
    }
    if (what === 'integrity') {
      // What an overflow lost is still missing after a poll that failed; one that is refused would be refused again.
      if (outcome.ok || refused) this.#integrityTaken(now);
      else this.#nextIntegrity(now);
    }
    if (what === 'poll-events') this.#eventsAt = now + (this.#settings.eventPoll?.everyMs ?? 0);
    if (what === 'clear-restart' && !outcome.ok) this.#wantClear = true;
    this.tick(now);
  }

  #integrityTaken(now: number): void {
    this.#integrityDone = true;
    this.#wantIntegrity = false;
    this.#nextIntegrity(now);
    const { eventPoll: own } = this.#settings;
    if (own !== undefined && this.#eventsAt === Number.POSITIVE_INFINITY) this.#eventsAt = now + own.everyMs;
  }

  #nextIntegrity(now: number): void {
    const { integrityEveryMs } = this.#settings;
    this.#integrityAt = integrityEveryMs > 0 ? now + integrityEveryMs : Number.POSITIVE_INFINITY;
  }
}
