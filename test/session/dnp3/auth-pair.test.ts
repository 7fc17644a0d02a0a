import { describe, expect, it } from 'vitest';
import {
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  FUNCTION,
  header,
  IIN,
  read,
  securityStatisticPoints,
  selectBeforeOperate,
  type Command,
  type MasterAuthSettings,
  type OutstationAuthSettings,
  type TaskOutcome,
} from '../../../electron/stacks/dnp3';
import { counting, UPDATE_KEY } from '../../support/dnp3-auth-peer';
import { points } from '../../support/dnp3-driven-outstation';
import { DATAGRAMS, noisy, Pair, type Channel, type PairOptions } from '../../support/dnp3-pair';

const USERS = [{ number: 1, updateKey: UPDATE_KEY }];
const ALL = { allowed: true, classes: [], retries: 3, retryDelayMs: 1000, gatherMs: 0 };
const RESPONSES = [FUNCTION.response, FUNCTION.unsolicitedResponse];
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } });
const received = (pair: Pair): number[] => pair.handler.reports.filter(({ kind, type }) => kind === 'event' && type === 'counter').map(({ value }) => value.value ?? -1);

interface Own {
  readonly master?: Partial<MasterAuthSettings>;
  readonly outstation?: Partial<OutstationAuthSettings>;
  readonly pair?: Partial<PairOptions>;
}

function protectedPair({ master, outstation, pair: own }: Own = {}): Pair {
  const authentication: OutstationAuthSettings = { ...DEFAULT_OUTSTATION_AUTH, users: USERS, random: counting(), ...outstation };
  const pair = new Pair({
    ...own,
    points: { counter: points(1), binary: points(20), 'security-statistic': securityStatisticPoints(authentication) },
    master: { ...own?.master, authentication: { ...DEFAULT_MASTER_AUTH, users: USERS, random: counting(), ...master } },
    outstation: { unsolicited: ALL, ...own?.outstation, authentication },
  });
  return pair;
}

function opened(own: Own = {}): Pair {
  const pair = protectedPair(own);
  pair.open();
  pair.run(200);
  return pair;
}

const statistics = (pair: Pair) => ({ master: pair.master.security!.statistics, slave: pair.slave.security!.statistics });
/** The application's function code in each frame that carries a first segment. */
const functions = (pair: Pair, from: number): number[] => pair.frames.slice(from).flatMap(({ octets }) => (octets.length > 12 ? [octets[12]!] : []));

describe('a master and an outstation with secure authentication', () => {
  it('change keys first, then start up, and carry commands out', () => {
    const pair = opened();
    expect(functions(pair, 0).filter((code) => code !== FUNCTION.unsolicitedResponse && code !== FUNCTION.confirm).slice(0, 4)).toEqual([32, 131, 32, 131]);
    expect(pair.master.security?.hasKeys(1, pair.now)).toBe(true);
    const outcomes = [pair.submit((done) => selectBeforeOperate([crob(1)], done)), pair.submit((done) => directOperate([crob(2)], true, done)), pair.submit((done) => read([header(1, 0)], done))];
    pair.run(200);
    expect(outcomes.map(({ outcome, times }) => [outcome?.ok, times])).toEqual([[true, 1], [true, 1], [true, 1]]);
    expect(pair.device.operated).toHaveLength(2);
    const { master, slave } = statistics(pair);
    expect([slave.value('authenticationFailures'), slave.value('unexpectedMessages'), slave.value('errorMessagesSent'), master.value('errorMessagesReceived')]).toEqual([0, 0, 0, 0]);
    expect(slave.value('successfulAuthentications')).toBeGreaterThanOrEqual(3);
  });

  it('use aggressive mode once the first request was challenged: no more challenges until keys change', () => {
    const pair = opened();
    const from = pair.frames.length;
    pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(100);
    expect(functions(pair, from)).toEqual([FUNCTION.directOperate, FUNCTION.response]);
    expect(pair.device.operated).toHaveLength(1);
  });

  it('challenge every request where aggressive mode is off', () => {
    const pair = opened({ master: { aggressiveMode: false } });
    const from = pair.frames.length;
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(100);
    expect(functions(pair, from)).toEqual([FUNCTION.directOperate, FUNCTION.authenticateResponse, FUNCTION.authenticateRequest, FUNCTION.response]);
    expect(held.outcome).toMatchObject({ ok: true });
  });

  it('authenticate responses and unsolicited responses where the master asks for it', () => {
    const pair = opened({ master: { alsoCritical: RESPONSES } });
    for (let i = 1; i <= 20; i += 1) {
      pair.database.update('counter', 0, { value: i, flags: 1 }, pair.now);
      pair.run(5);
    }
    pair.run(500);
    expect(received(pair)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const { master, slave } = statistics(pair);
    expect(master.value('successfulAuthentications')).toBeGreaterThan(20);
    expect([master.value('authenticationFailures'), slave.value('authenticationFailures'), master.value('replyTimeouts')]).toEqual([0, 0, 0]);
    expect(pair.slave.events).toMatchObject({ lost: 0 });
  });

  it.each([1, 2, 3, 4, 5] as const)('go along with MAC algorithm %i where it is accepted', (macAlgorithm) => {
    const accepted = { macAlgorithm, acceptedMacAlgorithms: [macAlgorithm] };
    const pair = opened({ master: { ...accepted, alsoCritical: RESPONSES }, outstation: accepted });
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(100);
    expect(held.outcome).toMatchObject({ ok: true });
  });

  it('go along with AES-256 update keys and long session keys', () => {
    const users = [{ number: 65_535, updateKey: new Uint8Array(32).fill(7) }];
    const pair = opened({ master: { users, sessionKeyOctets: 32 }, outstation: { users } });
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(100);
    expect(held.outcome).toMatchObject({ ok: true });
  });

  it('authenticate a command that nobody answers before the next request goes', () => {
    const pair = opened({ master: { aggressiveMode: false } });
    const outcomes = [pair.submit((done) => directOperate([crob(1)], false, done)), pair.submit((done) => read([header(1, 0)], done))];
    pair.run(2500);
    expect(outcomes.map(({ outcome }) => outcome?.ok)).toEqual([true, true]);
    expect(pair.device.operated).toHaveLength(1);
  });
});

describe('session keys', () => {
  it('are changed by time', () => {
    const pair = opened({ master: { sessionKeyIntervalMs: 10_000 } });
    pair.run(35_000, 10);
    expect(statistics(pair).slave.value('sessionKeyChanges')).toBe(4);
  });

  it('are changed by count, with no command lost', () => {
    const pair = opened({ master: { sessionKeyCount: 10 } });
    const outcomes: { outcome: TaskOutcome | undefined }[] = [];
    for (let i = 0; i < 60; i += 1) {
      outcomes.push(pair.submit((done) => directOperate([crob(1)], true, done)));
      pair.run(50);
    }
    expect(outcomes.every(({ outcome }) => outcome?.ok === true)).toBe(true);
    expect(statistics(pair).slave.value('sessionKeyChanges')).toBeGreaterThanOrEqual(6);
    expect(statistics(pair).slave.value('authenticationFailures')).toBe(0);
  });

  it('are changed when the outstation lost them; the command that showed it is not sent again', () => {
    const pair = opened();
    pair.slave.closed('restart');
    pair.slave.opened(pair.now);
    const lost = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(300);
    expect(lost.outcome).toMatchObject({ ok: false, failure: { kind: 'authentication', code: 1, message: 'The outstation refused "direct operate" of user 1: authentication failed.' } });
    expect(pair.device.operated).toEqual([]);
    const again = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(300);
    expect(again.outcome).toMatchObject({ ok: true });
    expect(statistics(pair).master.value('rekeysDueToAuthenticationFailure')).toBe(1);
  });

  it('are changed when the outstation says that it restarted', () => {
    const pair = opened();
    pair.device.iin = 0;
    pair.submit((done) => read([header(1, 0)], done));
    pair.run(100);
    pair.device.iin = IIN.deviceRestart;
    pair.submit((done) => read([header(1, 0)], done));
    pair.run(300);
    expect(statistics(pair).master.value('rekeysDueToRestart')).toBe(1);
    expect(statistics(pair).slave.value('sessionKeyChanges')).toBe(2);
  });

  it('of another update key are never agreed on: nothing critical is carried out, tries are counted and spaced', () => {
    const pair = opened({ master: { users: [{ number: 1, updateKey: UPDATE_KEY.map((octet) => octet ^ 1) }] }, outstation: { maxErrors: 100 } });
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(20_000, 5);
    expect(held.outcome).toMatchObject({ ok: false, failure: { kind: 'authentication' } });
    expect(pair.device.operated).toEqual([]);
    const failures = statistics(pair).slave.value('failedSessionKeyChanges');
    expect(failures).toBeGreaterThanOrEqual(5);
    expect(failures).toBeLessThan(60);
    // What is not critical goes on.
    const poll = pair.submit((done) => read([header(1, 0)], done));
    pair.run(200);
    expect(poll.outcome).toMatchObject({ ok: true });
  });

  it('of an unknown user, and of an update key of another length, are told by the task', () => {
    for (const [users, message] of [
      [[{ number: 3, updateKey: UPDATE_KEY }], /no session keys|unknown user/],
      [[{ number: 1, updateKey: new Uint8Array(32) }], /no session keys/],
    ] as const) {
      const pair = opened({ master: { users } });
      const held = pair.submit((done) => directOperate([crob(1)], true, done));
      pair.run(500);
      expect(JSON.stringify(held.outcome)).toMatch(message);
    }
  });
});

describe('authentication that fails', () => {
  it('by rights is told, and keys stay', () => {
    const pair = opened({ outstation: { users: [{ number: 1, updateKey: UPDATE_KEY, permits: (functionCode) => functionCode !== FUNCTION.directOperate }] } });
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(300);
    expect(held.outcome).toMatchObject({ ok: false, failure: { kind: 'authentication', code: 7 } });
    expect(statistics(pair).master.value('rekeysDueToAuthenticationFailure')).toBe(0);
  });

  it('because an outstation wants a weak algorithm is refused by the master', () => {
    const pair = opened({ outstation: { macAlgorithm: 1 } });
    const held = pair.submit((done) => directOperate([crob(1)], true, done));
    pair.run(300);
    expect(held.outcome).toMatchObject({ ok: false, failure: { kind: 'authentication' } });
    expect(pair.device.operated).toEqual([]);
  });

  it('for ever changes keys a few times, then only by time', () => {
    const pair = opened({ master: { aggressiveMode: false, maxRekeys: 3 }, outstation: { maxErrors: 1000 } });
    // Somebody changes every reply on its way.
    pair.channel = (octets) => [{ octets: octets[12] === 32 && octets[14] === 2 ? octets.map((octet, i) => (i === 20 ? octet ^ 1 : octet)) : octets, delayMs: 1 }];
    for (let i = 0; i < 20; i += 1) {
      pair.submit((done) => directOperate([crob(1)], true, done));
      pair.run(3000, 5);
    }
    expect(pair.device.operated).toEqual([]);
    expect(statistics(pair).master.value('rekeysDueToAuthenticationFailure')).toBeLessThanOrEqual(3);
  });
});

const STORIES: readonly { readonly name: string; readonly channel: Channel; readonly own: Own }[] = [
  { name: 'a serial line with 0.05 % octet errors', channel: noisy(0.0005), own: { master: { alsoCritical: RESPONSES } } },
  { name: 'datagrams lost, doubled and overtaken', channel: DATAGRAMS, own: { master: { alsoCritical: RESPONSES }, outstation: { maxErrors: 10 } } },
  { name: 'datagrams without aggressive mode', channel: DATAGRAMS, own: { master: { aggressiveMode: false, alsoCritical: RESPONSES }, outstation: { aggressiveMode: false, maxErrors: 10 } } },
];

describe('a bad channel', () => {
  it.each(STORIES)('($name) loses no event, carries no command out twice, and is well again afterwards', ({ channel, own }) => {
    for (let seed = 1; seed <= 2; seed += 1) {
      const pair = protectedPair({ ...own, pair: { seed } });
      pair.channel = channel;
      pair.open();
      const commands: { readonly index: number; readonly held: { outcome: TaskOutcome | undefined; times: number } }[] = [];
      for (let i = 1; i <= 60; i += 1) {
        pair.database.update('counter', 0, { value: i, flags: 1 }, pair.now);
        if (i % 5 === 0) commands.push({ index: i, held: pair.submit((done) => (i % 2 === 0 ? directOperate([crob(i)], true, done) : selectBeforeOperate([crob(i)], done))) });
        pair.run(100, 5);
        if (i === 30) {
          pair.close();
          pair.run(100, 5);
          pair.open();
        }
      }
      pair.channel = (octets) => [{ octets, delayMs: 1 }];
      pair.run(60_000, 10);
      expect([...new Set(received(pair))].sort((a, b) => a - b), `seed ${seed}`).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      for (const { index, held } of commands) {
        const carriedOut = pair.device.operated.filter(({ command }) => command.index === index).length;
        expect(held.times).toBe(1);
        expect(carriedOut).toBeLessThanOrEqual(1);
        expect(held.outcome?.ok === true ? carriedOut : 1).toBe(1);
      }
      const last = pair.submit((done) => selectBeforeOperate([crob(77)], done));
      pair.run(1000);
      expect(last.outcome, `seed ${seed}`).toMatchObject({ ok: true });
    }
  });
});
