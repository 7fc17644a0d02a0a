import {
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  FUNCTION,
  OutstationUsers,
  read,
  readFile,
  header,
  securityStatisticPoints,
  selectBeforeOperate,
  UPDATE_KEY_METHOD,
  UpdateKeys,
  USER_ROLE,
  writeFile,
  type Command,
  type FileOutcome,
  type MasterAuthSettings,
  type OutstationAuthSettings,
  type TaskOutcome,
  type UpdateKeyAuthority,
} from '../../electron/stacks/dnp3';
import { counting, UPDATE_KEY } from './dnp3-auth-peer';
import { GuardedFiles } from './dnp3-memory-files';
import { damagedInside } from './dnp3-mutations';
import { Pair, PERFECT, type Channel } from './dnp3-pair';
import { Random } from './modbus-mutations';
import { count, type Tally } from './modbus-soak';

export type AuthSide = 'outstation' | 'master';

/** Frames that one story damages, at least on average. */
export const FRAMES_A_STORY = 3;
const REPLY_MS = 100;
const USERS = [{ number: 1, updateKey: UPDATE_KEY }];
const AUTHORITY: UpdateKeyAuthority = { certificationKey: new Uint8Array(16).fill(0x5a), method: UPDATE_KEY_METHOD.aes128Sha1, outstationName: 'RTU' };
/** The user that the authority adds, gives keys and deletes again. */
const ADDED = { name: 'Jim', role: USER_ROLE.operator, roleExpiryDays: 30 };
const KEY_OCTETS = 16;
const CREDENTIALS = { user: 'engineer', password: 'let me in' };
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
function stations(files: GuardedFiles, granted: Pick<OutstationAuthSettings, 'userList' | 'updateKeys'>): Pair {
  const critical = { alsoCritical: Object.values(FUNCTION).filter((code) => !AUTHENTICATION.includes(code)) };
  const outstation: OutstationAuthSettings = { ...DEFAULT_OUTSTATION_AUTH, ...critical, ...granted, users: USERS, authority: AUTHORITY, random: counting(), replyTimeoutMs: REPLY_MS };
  const master: MasterAuthSettings = { ...DEFAULT_MASTER_AUTH, ...critical, users: USERS, authority: AUTHORITY, random: counting(), replyTimeoutMs: REPLY_MS, sessionKeyCount: 60, sessionKeyIntervalMs: 5000 };
  return new Pair({
    points: { counter: [{ index: 0, eventClass: 1, initial: { value: VALUES[0] ?? 0, flags: 1 } }], 'security-statistic': securityStatisticPoints(outstation) },
    files,
    master: { authentication: master, timeSync: 'none', responseTimeoutMs: 200, retryDelayMs: 200, integrityEveryMs: 0 },
    outstation: { authentication: outstation, confirmTimeoutMs: 200, eventLimit: () => 20, unsolicited: { allowed: true, classes: [], retries: 1, retryDelayMs: 300, gatherMs: 0 } },
  });
}

/** Whether a frame begins a fragment about users or update keys: group 120, variations 10 to 15, stand in its first block. */
function isOfAuthority(frame: Uint8Array): boolean {
  return [10, 11, 12, 13, 15].some((variation) => Buffer.from(frame.subarray(10, 26)).includes(Buffer.of(120, variation, 0x5b)));
}

/** What frames have around damage: a few tasks under way, then a good command. One pair of stations for all stories. */
export class AuthStory {
  readonly #files = new GuardedFiles(new Map());
  readonly #users = new OutstationUsers(USERS);
  /** Keys that the outstation took, and those that the master sent. */
  readonly #takenKeys: string[] = [];
  readonly #sentKeys = new Set<string>();
  readonly #pair = stations(this.#files, { userList: this.#users, updateKeys: new UpdateKeys(USERS, (_, key) => this.#takenKeys.push(Buffer.from(key).toString('hex'))) });
  #statusChanges = 0;
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
    this.#sentKeys.clear();
    this.#files.files.set('/a', CONTENT);
    if (random.below(20) === 0) {
      pair.close();
      pair.open();
    }
    const byAuthority = random.below(3) === 0;
    const authorityAlone = byAuthority && random.below(2) === 0;
    this.#damage = (octets) => {
      if (authorityAlone ? !isOfAuthority(octets) : random.below(6) === 0) return [{ octets, delayMs: 1 }];
      const changed = damagedInside(octets, random);
      if (Buffer.compare(changed, octets) !== 0) count(tally, 'damaged frames');
      // A stranger's frames come beside those of the peer, or instead.
      return [{ octets: changed, delayMs: 1 }, ...(random.below(3) > 0 ? [{ octets, delayMs: 2 }] : [])];
    };
    // First, or there would be no damage left for it.
    const granted = byAuthority ? this.#authority(random) : [];
    const commands = COMMANDS.map((index) => pair.submit((done) => (random.below(2) === 0 ? directOperate([crob(index)], true, done) : selectBeforeOperate([crob(index)], done))));
    const file = random.below(2) === 0 ? pair.submit((done: (outcome: FileOutcome<Uint8Array>) => void) => readFile('/a', done, { maxBlock: 150, credentials: CREDENTIALS })) : undefined;
    const written = random.below(3) === 0 ? pair.submit((done: (outcome: FileOutcome<undefined>) => void) => writeFile('/b', CONTENT, done, { credentials: CREDENTIALS })) : undefined;
    const polled = pair.submit((done) => read([header(20, 0)], done));
    pair.database.update('counter', 0, { value: random.pick(...VALUES), flags: 1 }, pair.now);
    pair.run(300, 10);
    this.#damage = undefined;
    const tasks = [...commands, ...granted, file, written, polled].filter((task) => task !== undefined);
    for (let waits = 0; waits < 200 && tasks.some(({ outcome }) => outcome === undefined); waits += 1) pair.run(100, 20);
    this.#check(seed, tasks);
    if (file?.outcome?.ok === true && Buffer.compare(file.outcome.value, CONTENT) !== 0) throw new Error(`seed ${seed}: the file was read otherwise`);
    const stored = this.#files.files.get('/b');
    if (written?.outcome?.ok === true ? stored === undefined || Buffer.compare(stored, CONTENT) !== 0 : stored !== undefined && Buffer.compare(stored, CONTENT) !== 0) throw new Error(`seed ${seed}: the file was written otherwise`);
    const done = commands.filter(({ outcome }) => outcome?.ok === true).length;
    if (this.#operated() < done) throw new Error(`seed ${seed}: ${done} commands count as done, ${this.#operated()} were operated`);
    count(tally, `stories with ${done} of 2 commands done`);
    if (granted.length > 0) count(tally, `changes by the authority ${granted.every(({ outcome }) => outcome?.ok === true) ? 'taken' : 'not all taken'}`);
    if (file !== undefined) count(tally, `files ${file.outcome?.ok === true ? 'read' : 'not read'}`);
    this.#goodCommand(seed, tally);
  }

  /** The authority adds the user and gives it a key, or deletes it. */
  #authority(random: Random): { outcome: TaskOutcome | undefined; times: number }[] {
    const held = (start: (done: (outcome: TaskOutcome) => void) => void): { outcome: TaskOutcome | undefined; times: number } => {
      const own: { outcome: TaskOutcome | undefined; times: number } = { outcome: undefined, times: 0 };
      start((outcome) => {
        own.outcome = outcome;
        own.times += 1;
      });
      return own;
    };
    const { master, now } = this.#pair;
    this.#statusChanges += 1;
    const operation = random.below(3) === 0 ? 'delete' : 'add';
    const changed = held((done) => master.changeUser({ ...ADDED, operation, sequence: this.#statusChanges }, done, now));
    if (operation === 'delete') return [changed];
    const key = Uint8Array.from({ length: KEY_OCTETS }, () => random.below(256));
    this.#sentKeys.add(Buffer.from(key).toString('hex'));
    return [changed, held((done) => master.changeUpdateKey(ADDED.name, key, done, now))];
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
    const { users, nextSequence } = this.#users.granted;
    if (users.length > 1 || users.some(({ name, role }) => name !== ADDED.name || role !== ADDED.role) || nextSequence > this.#statusChanges + 1) throw new Error(`seed ${seed}: users ${JSON.stringify(this.#users.granted)}`);
    if (this.#takenKeys.some((key) => !this.#sentKeys.has(key))) throw new Error(`seed ${seed}: the outstation took a key that nobody sent`);
    if (!this.#users.has(1)) throw new Error(`seed ${seed}: the user of the settings is gone`);
    this.#takenKeys.length = 0;
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

