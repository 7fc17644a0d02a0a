import { describe, expect, it } from 'vitest';
import {
  decodeLinkFrame,
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  encodeLinkFrame,
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
} from '../../../electron/stacks/dnp3';
import { counting, UPDATE_KEY } from '../../support/dnp3-auth-peer';
import { points } from '../../support/dnp3-driven-outstation';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { Pair, PERFECT, type Channel } from '../../support/dnp3-pair';
import { mutate, Random } from '../../support/modbus-mutations';
import { count, soak, type Tally } from '../../support/modbus-soak';

/** Frames that one story damages, about. */
const FRAMES = 2;
const SAMPLE = 150;
const USERS = [{ number: 1, updateKey: UPDATE_KEY }];
const CONTENT = Uint8Array.from(Buffer.from('what the outstation has in this file\n'.repeat(10)));
/** No damaged octets give one of these by chance. */
const VALUES = [1_000_003, 2_000_029, 3_000_017, 4_000_037] as const;
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 50, offMs: 60 } });

/** A frame whose user data were changed and whose checksums are right all the same. */
function damaged(octets: Uint8Array, random: Random): Uint8Array {
  const decoded = decodeLinkFrame(octets, 0);
  if (decoded.kind !== 'value' || decoded.value.userData.length < 2) return octets;
  const { userData } = decoded.value;
  const fragment = mutate(userData.subarray(1), random).subarray(0, 249);
  if (fragment.length === 0) return octets;
  const frame = encodeLinkFrame({ ...decoded.value, userData: Uint8Array.of(userData[0] ?? 0, ...fragment) });
  return frame.kind === 'octets' ? frame.octets : octets;
}

function story(): Pair {
  const critical = { alsoCritical: [FUNCTION.response, FUNCTION.unsolicitedResponse, FUNCTION.read, FUNCTION.confirm] };
  const outstation: OutstationAuthSettings = { ...DEFAULT_OUTSTATION_AUTH, ...critical, users: USERS, random: counting(), replyTimeoutMs: 100 };
  const master: MasterAuthSettings = { ...DEFAULT_MASTER_AUTH, ...critical, users: USERS, random: counting(), replyTimeoutMs: 100 };
  return new Pair({
    points: { counter: points(1, { initial: { value: VALUES[0], flags: 1 } }), 'security-statistic': securityStatisticPoints(outstation) },
    files: new MemoryFiles(new Map([['/a', CONTENT]])),
    master: { authentication: master, timeSync: 'none' },
    outstation: { authentication: outstation, unsolicited: { allowed: true, classes: [], retries: 1, retryDelayMs: 300, gatherMs: 0 } },
  });
}

function run(random: Random, tally: Tally): void {
  const pair = story();
  pair.open();
  if (random.below(3) > 0) pair.run(150, 2);
  const channel: Channel = (octets) => {
    if (random.below(3) > 0) return PERFECT(octets, random);
    const changed = damaged(octets, random);
    if (Buffer.compare(changed, octets) !== 0) count(tally, 'damaged frames');
    // A stranger's frames come beside those of the peer, or instead.
    return [{ octets: changed, delayMs: 1 }, ...(random.below(2) === 0 ? [{ octets, delayMs: 2 }] : [])];
  };
  pair.channel = channel;
  const commands: { readonly index: number; readonly held: { outcome: TaskOutcome | undefined; times: number } }[] = [];
  for (const index of [3, 4]) commands.push({ index, held: pair.submit((done) => (random.below(2) === 0 ? directOperate([crob(index)], true, done) : selectBeforeOperate([crob(index)], done))) });
  const files = random.below(2) === 0 ? pair.submit((done: (outcome: FileOutcome<Uint8Array>) => void) => readFile('/a', done, { maxBlock: 150 })) : undefined;
  if (random.below(2) === 0) pair.submit((done) => writeFile('/b', CONTENT, done));
  pair.submit((done) => read([header(20, 0)], done));
  for (const value of VALUES.slice(1)) {
    pair.database.update('counter', 0, { value, flags: 1 }, pair.now);
    pair.run(150, 5);
  }
  // Nothing of what came was taken but what the peer sent, and that once.
  for (const { command } of pair.device.operated) {
    expect(command.group).toBe(12);
    expect([3, 4]).toContain(command.index);
    expect(command.value).toMatchObject(crob(command.index).value);
  }
  for (const { index } of commands) expect(pair.device.operated.filter(({ command }) => command.index === index).length).toBeLessThanOrEqual(1);
  const got = pair.handler.reports.filter(({ type }) => type === 'counter').map(({ value }) => value.value ?? -1);
  expect(got.filter((value) => !VALUES.some((one) => one === value))).toEqual([]);
  for (const { held } of commands) expect(held.times).toBeLessThanOrEqual(1);
  expect(files?.outcome?.ok === true ? files.outcome.value : CONTENT).toEqual(CONTENT);
  // Bounded: one fragment that waits for its reply, and at the master one that came before the keys.
  expect(pair.slave.security?.heldOctets).toBeLessThanOrEqual(2048);
  expect(pair.master.security?.heldOctets).toBeLessThanOrEqual(2 * 2048);
  count(tally, commands.every(({ held }) => held.outcome?.ok === true) ? 'stories with all commands done' : 'stories with a command refused or late');
}

describe('damaged frames between two stations with secure authentication', () => {
  it('are never taken by either side: no command, no value, no file', () => {
    const tally = soak('DNP3 with secure authentication, both sides', SAMPLE, (seed, own) => run(new Random(seed), own), FRAMES);
    expect(tally.get('damaged frames')).toBeGreaterThan(SAMPLE);
    expect(tally.get('stories with all commands done')).toBeGreaterThan(0);
  });
});
