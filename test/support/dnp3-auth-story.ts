import {
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  FUNCTION,
  read,
  readFile,
  header,
  securityStatisticPoints,
  selectBeforeOperate,
  writeFile,
  type Command,
  type FileOutcome,
  type MasterAuthSettings,
  type OutstationAuthSettings,
  type TaskOutcome,
} from '../../electron/stacks/dnp3';
import { counting, UPDATE_KEY } from './dnp3-auth-peer';
import { MemoryFiles } from './dnp3-memory-files';
import { damagedInside } from './dnp3-mutations';
import { Pair, PERFECT, type Channel } from './dnp3-pair';
import { Random } from './modbus-mutations';
import { count, type Tally } from './modbus-soak';

export type AuthSide = 'outstation' | 'master';

/** Frames that one story damages, at least on average. */
export const FRAMES_A_STORY = 4;
const REPLY_MS = 100;
const USERS = [{ number: 1, updateKey: UPDATE_KEY }];
const CONTENT = Uint8Array.from(Buffer.from('what the outstation has in this file\n'.repeat(10)));
/** No damaged octets give one of these by chance. */
const VALUES = [1_000_003, 2_000_029, 3_000_017, 4_000_037];
/** Two in a story under damage, then a good one. */
const COMMANDS = [3, 4] as const;
const GOOD = 5;
/** All but these are critical: what is not, a stranger may ask for, as a counter to be cleared. */
const AUTHENTICATION: readonly number[] = [FUNCTION.authenticateRequest, FUNCTION.authenticateRequestNoAck, FUNCTION.authenticateResponse];
const MAX_FRAGMENT = 2048;
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 50, offMs: 60 } });

/** Both stations, with every fragment critical; keys are changed often, so that key changes are damaged too. */
function stations(files: MemoryFiles): Pair {
  const critical = { alsoCritical: Object.values(FUNCTION).filter((code) => !AUTHENTICATION.includes(code)) };
  const outstation: OutstationAuthSettings = { ...DEFAULT_OUTSTATION_AUTH, ...critical, users: USERS, random: counting(), replyTimeoutMs: REPLY_MS };
  const master: MasterAuthSettings = { ...DEFAULT_MASTER_AUTH, ...critical, users: USERS, random: counting(), replyTimeoutMs: REPLY_MS, sessionKeyCount: 60, sessionKeyIntervalMs: 5000 };
  return new Pair({
    points: { counter: [{ index: 0, eventClass: 1, initial: { value: VALUES[0] ?? 0, flags: 1 } }], 'security-statistic': securityStatisticPoints(outstation) },
    files,
    master: { authentication: master, timeSync: 'none', responseTimeoutMs: 200, retryDelayMs: 200, integrityEveryMs: 0 },
    outstation: { authentication: outstation, confirmTimeoutMs: 200, eventLimit: () => 20, unsolicited: { allowed: true, classes: [], retries: 1, retryDelayMs: 300, gatherMs: 0 } },
  });
}

/** What frames have around damage: a few tasks under way, then a good command. One pair of stations for all stories. */
export class AuthStory {
  readonly #files = new MemoryFiles(new Map());
  readonly #pair = stations(this.#files);
  #damage: ((octets: Uint8Array, random: Random) => ReturnType<Channel>) | undefined;
  #random = new Random(0);

  /** @param side whom damaged frames go to */
  constructor(side: AuthSide) {
    // Frames of the other direction arrive as they are.
    this.#pair.channel = (octets, random) => (this.#damage !== undefined && ((octets[3] ?? 0) & 0x80) !== 0 === (side === 'outstation') ? this.#damage(octets, this.#random) : PERFECT(octets, random));
    this.#pair.open();
    this.#pair.run(500, 5);
  }

  iteration(seed: number, tally: Tally): void {
    const random = new Random(seed);
    this.#random = random;
    const pair = this.#pair;
    this.#files.files.clear();
    this.#files.files.set('/a', CONTENT);
    if (random.below(20) === 0) {
      pair.close();
      pair.open();
    }
    this.#damage = (octets) => {
      if (random.below(6) === 0) return [{ octets, delayMs: 1 }];
      const changed = damagedInside(octets, random);
      if (Buffer.compare(changed, octets) !== 0) count(tally, 'damaged frames');
      // A stranger's frames come beside those of the peer, or instead.
      return [{ octets: changed, delayMs: 1 }, ...(random.below(3) > 0 ? [{ octets, delayMs: 2 }] : [])];
    };
    const commands = COMMANDS.map((index) => pair.submit((done) => (random.below(2) === 0 ? directOperate([crob(index)], true, done) : selectBeforeOperate([crob(index)], done))));
    const file = random.below(2) === 0 ? pair.submit((done: (outcome: FileOutcome<Uint8Array>) => void) => readFile('/a', done, { maxBlock: 150 })) : undefined;
    const written = random.below(3) === 0 ? pair.submit((done: (outcome: FileOutcome<undefined>) => void) => writeFile('/b', CONTENT, done)) : undefined;
    const polled = pair.submit((done) => read([header(20, 0)], done));
    pair.database.update('counter', 0, { value: random.pick(...VALUES), flags: 1 }, pair.now);
    pair.run(300, 10);
    this.#damage = undefined;
    const tasks = [...commands, file, written, polled].filter((task) => task !== undefined);
    for (let waits = 0; waits < 200 && tasks.some(({ outcome }) => outcome === undefined); waits += 1) pair.run(100, 20);
    this.#check(seed, tasks);
    if (file?.outcome?.ok === true && Buffer.compare(file.outcome.value, CONTENT) !== 0) throw new Error(`seed ${seed}: the file was read otherwise`);
    const stored = this.#files.files.get('/b');
    if (written?.outcome?.ok === true ? stored === undefined || Buffer.compare(stored, CONTENT) !== 0 : stored !== undefined && Buffer.compare(stored, CONTENT) !== 0) throw new Error(`seed ${seed}: the file was written otherwise`);
    const done = commands.filter(({ outcome }) => outcome?.ok === true).length;
    if (this.#operated() < done) throw new Error(`seed ${seed}: ${done} commands count as done, ${this.#operated()} were operated`);
    count(tally, `stories with ${done} of 2 commands done`);
    if (file !== undefined) count(tally, `files ${file.outcome?.ok === true ? 'read' : 'not read'}`);
    this.#goodCommand(seed, tally);
  }

  #operated(): number {
    return this.#pair.device.operated.length;
  }

  /** Nothing of what came was taken but what the peer sent, and that once; nothing beyond the bounds is held. */
  #check(seed: number, tasks: readonly { readonly times: number }[]): void {
    const { device, handler, slave, master } = this.#pair;
    if (tasks.some(({ times }) => times !== 1)) throw new Error(`seed ${seed}: tasks ended ${tasks.map(({ times }) => times).join(', ')} times`);
    const operated = device.operated.map(({ command }) => JSON.stringify([command.group, command.index, command.value.controlCode, command.value.onMs, command.value.offMs]));
    const allowed = COMMANDS.map((index) => JSON.stringify([12, index, 3, 50, 60]));
    if (operated.some((one) => !allowed.includes(one)) || new Set(operated).size !== operated.length) throw new Error(`seed ${seed}: operated ${operated.join(' ')}`);
    const foreign = handler.reports.filter(({ type, value }) => type === 'counter' && !VALUES.includes(value.value ?? -1));
    if (foreign.length > 0) throw new Error(`seed ${seed}: took ${JSON.stringify(foreign)}`);
    if (this.#files.writes.some((name) => name !== '/b') || this.#files.removals.length > 0) throw new Error(`seed ${seed}: files ${this.#files.writes.join(' ')}, removed ${this.#files.removals.join(' ')}`);
    // One fragment that waits for its reply, and at the master one that came before the keys.
    if ((slave.security?.heldOctets ?? 0) > MAX_FRAGMENT || (master.security?.heldOctets ?? 0) > 2 * MAX_FRAGMENT) throw new Error(`seed ${seed}: more is held of what is not authenticated`);
    if (slave.events.waiting > 19 * 20 || master.waiting > 20) throw new Error(`seed ${seed}: ${slave.events.waiting} events and ${master.waiting} tasks wait`);
  }

  /** The keys may have to be changed first, which is tried again at intervals. */
  #goodCommand(seed: number, tally: Tally): void {
    const { device, handler } = this.#pair;
    let good: { readonly outcome: TaskOutcome | undefined } = { outcome: undefined };
    for (let attempts = 1; attempts <= 10 && good.outcome?.ok !== true; attempts += 1) {
      device.operated.length = 0;
      if (attempts > 1) this.#pair.run(1000, 50);
      if (attempts === 2) count(tally, 'good commands that had to wait for keys');
      good = this.#pair.submit((done) => directOperate([crob(GOOD)], true, done));
      for (let waits = 0; waits < 100 && good.outcome === undefined; waits += 1) this.#pair.run(100, 10);
    }
    if (good.outcome?.ok !== true || device.operated.length !== 1 || device.operated[0]?.command.index !== GOOD) throw new Error(`seed ${seed}: the good command was not done: ${JSON.stringify(good.outcome)}, operated ${device.operated.length} times`);
    for (const list of [device.operated, device.selected, device.times, handler.reports, handler.indications, handler.online, this.#pair.frames, this.#files.writes, this.#files.removals]) list.length = 0;
  }
}

