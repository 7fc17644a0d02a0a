import { describe, expect, it } from 'vitest';
import { DEFAULT_OUTSTATION_AUTH, FUNCTION, securityStatisticPoints, STATISTIC, type OutstationAuthSettings, type StatisticName } from '../../../electron/stacks/dnp3';
import { AuthPeer, CONTROL_KEY, counting, mac, MONITORING_KEY, UPDATE_KEY } from '../../support/dnp3-auth-peer';
import { DrivenOutstation, points, type DrivenOutstationOptions } from '../../support/dnp3-driven-outstation';
import { octets } from '../../vectors/dnp3/octets';

/** Direct operate of CROB 3 and its answer. */
const operate = (sequence: number): string => `C${sequence.toString(16).toUpperCase()} 05 0C 01 17 01 03 01 01 00 00 00 00 00 00 00 00 00`;
const ERROR = (code: string): RegExp => new RegExp(`^C. 83 8. 00 78 07 5B 01 0F 00 (.. ){4}.. 00 05 00 ${code} (.. ){5}..$`);

function protectedOutstation(own: Partial<OutstationAuthSettings> = {}, options: DrivenOutstationOptions = {}): { driven: DrivenOutstation; peer: AuthPeer; statistic: (name: StatisticName) => number } {
  const authentication: OutstationAuthSettings = { ...DEFAULT_OUTSTATION_AUTH, users: [{ number: 1, updateKey: UPDATE_KEY }], association: 5, random: counting(), ...own };
  const driven = new DrivenOutstation({ points: { binary: points(3), 'security-statistic': securityStatisticPoints(authentication) }, ...options, settings: { authentication, ...options.settings } });
  driven.session.opened(0);
  return { driven, peer: new AuthPeer(driven), statistic: (name) => driven.session.security?.statistics.value(name) ?? Number.NaN };
}

describe('session keys of an outstation', () => {
  it('are not initialized at first; each status has a new number and new challenge data', () => {
    const { driven } = protectedOutstation();
    expect(driven.ask('C1 20 78 04 07 01 01 00')).toEqual(['C1 83 80 00 78 05 5B 01 0F 00 01 00 00 00 01 00 01 02 00 04 00 01 02 03 04']);
    expect(driven.ask('C2 20 78 04 07 01 01 00')).toEqual(['C2 83 80 00 78 05 5B 01 0F 00 02 00 00 00 01 00 01 02 00 04 00 05 06 07 08']);
  });

  it('are changed by what an update key wraps; the answer has a MAC over the whole request', () => {
    const { peer, statistic } = protectedOutstation();
    const { request, answer } = peer.changeKeys();
    // Status OK, MAC algorithm 4, and behind the challenge data the MAC with the key of the monitoring direction.
    expect(answer.subarray(4, 6).toString('hex')).toBe('7805');
    expect([...answer.subarray(16, 19)]).toEqual([1, 1, 4]);
    expect(answer.subarray(25).toString('hex')).toBe(mac(MONITORING_KEY, request).toString('hex'));
    expect([statistic('sessionKeyChanges'), statistic('failedSessionKeyChanges')]).toEqual([1, 0]);
  });

  it('are wrapped by AES-256 where the update key has 32 octets', () => {
    const updateKey = Uint8Array.from({ length: 32 }, (_, i) => 0xff - i);
    const { driven } = protectedOutstation({ users: [{ number: 9, updateKey }] });
    const { answer } = new AuthPeer(driven, 9, updateKey).changeKeys();
    expect([...answer.subarray(16, 19)]).toEqual([2, 1, 4]);
  });

  it('are refused with another status, another key, an older number, and a change that came before', () => {
    const { driven, peer, statistic } = protectedOutstation({ maxErrors: 10 });
    const refused = (request: Buffer): void => expect(driven.ask(request.toString('hex').match(/../g)!.join(' '))[0]).toMatch(ERROR('01'));
    refused(peer.changeOf(peer.keyStatus(), (plain) => Buffer.from(plain.map((octet, i) => (i === 36 ? octet ^ 1 : octet)))));
    refused(new AuthPeer(driven, 1, UPDATE_KEY.map((octet) => octet ^ 1)).changeOf(peer.keyStatus()));
    const old = peer.keyStatus();
    peer.keyStatus();
    refused(peer.changeOf(old));
    const good = peer.changeOf(peer.keyStatus());
    expect(driven.ask(good.toString('hex').match(/../g)!.join(' '))[0]).toMatch(/^C. 83 8. 00 78 05/);
    refused(good);
    expect(statistic('failedSessionKeyChanges')).toBe(4);
  });

  it('that are the same for both directions are refused', () => {
    const { driven, peer } = protectedOutstation();
    const request = peer.changeOf(peer.keyStatus(), (plain) => Buffer.concat([plain.subarray(0, 2), CONTROL_KEY, CONTROL_KEY, plain.subarray(34)]));
    expect(driven.ask(request.toString('hex').match(/../g)!.join(' '))[0]).toMatch(ERROR('01'));
  });

  it('of an unknown user are told as unknown', () => {
    const { driven } = protectedOutstation();
    expect(driven.ask('C1 20 78 04 07 01 07 00')[0]).toMatch(/78 07 5B 01 0F 00 00 00 00 00 07 00 05 00 0B/);
  });

  it('end by time, by count, and with the channel; the status says so', () => {
    const { driven, peer } = protectedOutstation({ sessionKeyIntervalMs: 60_000, sessionKeyCount: 2 });
    const status = (): number => peer.keyStatus()[7]!;
    peer.changeKeys();
    expect(status()).toBe(1);
    driven.advance(60_000);
    expect(status()).toBe(3);
    peer.changeKeys();
    expect(peer.askAuthentic(operate(1))[0]).toMatch(/^C1 81/);
    expect(peer.askAuthentic(operate(2))[0]).toMatch(/^C2 81/);
    expect(peer.askAuthentic(operate(3))[0]).toMatch(ERROR('01'));
    expect(status()).toBe(3);
    peer.changeKeys();
    driven.session.closed('test');
    driven.session.opened(driven.now);
    expect(status()).toBe(3);
    expect(driven.device.operated).toHaveLength(2);
  });

  it('are held apart for each user', () => {
    const other = Uint8Array.from({ length: 16 }, (_, i) => 0x55 ^ i);
    const { driven, peer } = protectedOutstation({ users: [{ number: 1, updateKey: UPDATE_KEY }, { number: 2, updateKey: other }] });
    peer.changeKeys();
    const second = new AuthPeer(driven, 2, other);
    expect(second.askAuthentic(operate(1))[0]).toMatch(/78 07/);
    second.changeKeys();
    expect(second.askAuthentic(operate(2))[0]).toMatch(/^C2 81/);
    expect(peer.askAuthentic(operate(3))[0]).toMatch(/^C3 81/);
  });
});

describe('a challenged request', () => {
  it('is held, and carried out when the reply is right', () => {
    const { driven, peer, statistic } = protectedOutstation();
    peer.changeKeys();
    const [challenge = '', ...more] = driven.ask(operate(5));
    expect(more).toEqual([]);
    expect(challenge).toMatch(/^C5 83 80 00 78 01 5B 01 0C 00 01 00 00 00 00 00 04 01 (.. ){3}..$/);
    expect(driven.session.security?.heldOctets).toBe(octets(operate(5)).length);
    expect(driven.device.operated).toEqual([]);
    expect(driven.ask(peer.replyTo(challenge, operate(5)))).toEqual(['C5 81 80 00 0C 01 17 01 03 01 01 00 00 00 00 00 00 00 00 00']);
    expect(driven.device.operated).toHaveLength(1);
    expect(driven.session.security?.heldOctets).toBe(0);
    expect([statistic('successfulAuthentications'), statistic('criticalMessagesReceived'), statistic('authenticationFailures')]).toEqual([1, 1, 0]);
  });

  it.each([
    ['with another key', (peer: AuthPeer, challenge: string) => peer.replyTo(challenge, operate(5), { key: MONITORING_KEY })],
    ['over another request', (peer: AuthPeer, challenge: string) => peer.replyTo(challenge, operate(6))],
    ['over another challenge', (peer: AuthPeer, challenge: string) => peer.replyTo(challenge.replace(/..$/, '77'), operate(5))],
    ['of a user without keys', (peer: AuthPeer, challenge: string) => peer.replyTo(challenge, operate(5), { user: 2 })],
    ['cut short', (peer: AuthPeer, challenge: string) => peer.replyTo(challenge, operate(5)).replace('16 00', '15 00').slice(0, -3)],
  ])('is not carried out when the reply is %s', (_, reply) => {
    const { driven, peer, statistic } = protectedOutstation();
    peer.changeKeys();
    const [challenge = ''] = driven.ask(operate(5));
    expect(driven.ask(reply(peer, challenge))[0]).toMatch(/78 07 5B 01 0F 00 .* 01 (.. ){5}..$/);
    expect(driven.ask(peer.replyTo(challenge, operate(5)))).toEqual([]);
    expect(driven.device.operated).toEqual([]);
    expect([statistic('authenticationFailures'), statistic('unexpectedMessages')]).toEqual([1, 1]);
  });

  it('waits on when a reply has another number, and is carried out once', () => {
    const { driven, peer, statistic } = protectedOutstation();
    peer.changeKeys();
    const [challenge = ''] = driven.ask(operate(5));
    expect(driven.ask(peer.replyTo(challenge, operate(5), { sequence: 77 }))).toEqual([]);
    const reply = peer.replyTo(challenge, operate(5));
    expect(driven.ask(reply)[0]).toMatch(/^C5 81/);
    expect(driven.ask(reply)).toEqual([]);
    expect(driven.device.operated).toHaveLength(1);
    expect(statistic('unexpectedMessages')).toBe(2);
  });

  it('without keys is challenged all the same, and refused', () => {
    const { driven, peer } = protectedOutstation();
    expect(peer.askAuthentic(operate(1))[0]).toMatch(ERROR('01'));
    expect(driven.device.operated).toEqual([]);
  });

  it('is forgotten when no reply comes in time', () => {
    const { driven, peer, statistic } = protectedOutstation({ replyTimeoutMs: 2000 });
    peer.changeKeys();
    const [challenge = ''] = driven.ask(operate(5));
    driven.advance(2000);
    expect([statistic('replyTimeouts'), driven.session.security?.heldOctets]).toEqual([1, 0]);
    expect(driven.ask(peer.replyTo(challenge, operate(5)))).toEqual([]);
    expect(peer.askAuthentic(operate(6))[0]).toMatch(/^C6 81/);
    expect(driven.device.operated).toHaveLength(1);
  });

  it('is forgotten when the master asks for the key status or tells of an error instead of a reply', () => {
    const { driven, peer } = protectedOutstation();
    peer.changeKeys();
    for (const instead of ['C6 20 78 04 07 01 01 00', 'C6 21 78 07 5B 01 0F 00 01 00 00 00 01 00 00 00 01 00 00 00 00 00 00']) {
      const [challenge = ''] = driven.ask(operate(5));
      driven.ask(instead);
      expect(driven.session.security?.heldOctets).toBe(0);
      expect(driven.ask(peer.replyTo(challenge, operate(5)))).toEqual([]);
    }
    expect(driven.device.operated).toEqual([]);
  });

  it('is the only one held: others are discarded meanwhile, key changes too, what is not critical is answered', () => {
    const { driven, peer, statistic } = protectedOutstation();
    peer.changeKeys();
    const [challenge = ''] = driven.ask(operate(5));
    const held = driven.session.security?.heldOctets;
    for (let i = 0; i < 100; i += 1) expect(driven.ask(operate(i % 16))).toEqual([]);
    expect(driven.ask('C6 20 78 06 5B 01 07 00 01 00 00 00 01 00 01')).toEqual([]);
    expect(driven.session.security?.heldOctets).toBe(held);
    expect(statistic('unexpectedMessages')).toBe(101);
    expect(driven.ask('C7 01 01 01 06')[0]).toMatch(/^C7 81/);
    expect(driven.ask(peer.replyTo(challenge, operate(5)))[0]).toMatch(/^C5 81/);
  });

  it('of a user who may not do it is refused as such', () => {
    const { driven, peer, statistic } = protectedOutstation({ users: [{ number: 1, updateKey: UPDATE_KEY, permits: (functionCode) => functionCode !== FUNCTION.directOperate }] });
    peer.changeKeys();
    expect(peer.askAuthentic(operate(5))[0]).toMatch(ERROR('07'));
    expect(driven.device.operated).toEqual([]);
    expect(statistic('authorizationFailures')).toBe(1);
    expect(peer.askAuthentic('C6 14 3C 02 06')[0]).toMatch(/^C6 81/);
  });

  it.each([
    [2, 'C3 02 50 01 00 07 07 00'], [3, operate(3).replace(' 05', ' 03')], [4, operate(3).replace(' 05', ' 04')], [5, operate(3)], [6, operate(3).replace(' 05', ' 06')], [13, 'C3 0D'], [14, 'C3 0E'],
    [20, 'C3 14 3C 02 06'], [21, 'C3 15 3C 02 06'], [24, 'C3 18'], [25, 'C3 19'], [26, 'C3 1A'], [27, 'C3 1B'], [28, 'C3 1C'], [29, 'C3 1D'], [30, 'C3 1E'], [31, 'C3 1F'], [77, 'C3 4D'],
  ])('is every one of function %i', (_, request) => {
    const { driven } = protectedOutstation();
    expect(driven.ask(request)[0]).toMatch(/^C3 83 80 00 78 01/);
  });

  it.each([[1, 'C3 01 01 02 06'], [7, 'C3 07 14 00 06'], [9, 'C3 09 14 00 06'], [22, 'C3 16 3C 02 06 01 00 06'], [23, 'C3 17']])('is one of function %i only where that is set', (functionCode, request) => {
    expect(protectedOutstation().driven.ask(request)[0]).toMatch(/^C3 81/);
    expect(protectedOutstation({ alsoCritical: [functionCode] }).driven.ask(request)[0]).toMatch(/^C3 83 80 00 78 01/);
  });

  it('is none by broadcast: it is not carried out', () => {
    const { driven, statistic } = protectedOutstation();
    driven.ask(operate(1).replace(' 05', ' 06'), 0xffff);
    driven.ask('C1 20 78 04 07 01 01 00', 0xffff);
    expect(driven.device.operated).toEqual([]);
    expect(driven.take()).toEqual([]);
    expect(statistic('discardedMessages')).toBe(2);
  });
});

describe('errors', () => {
  it('are told twice, then only counted, until something was authentic', () => {
    const { driven, peer, statistic } = protectedOutstation({ maxErrors: 2 });
    peer.changeKeys();
    const wrong = (): string[] => {
      const [challenge = ''] = driven.ask(operate(1));
      return driven.ask(peer.replyTo(challenge, operate(2)));
    };
    expect([wrong().length, wrong().length, wrong().length, wrong().length]).toEqual([1, 1, 0, 0]);
    expect([statistic('errorMessagesSent'), statistic('authenticationFailures'), statistic('discardedMessages')]).toEqual([2, 4, 2]);
    expect(peer.askAuthentic(operate(3))[0]).toMatch(/^C3 81/);
    expect(wrong()).toHaveLength(1);
  });

  it('of the master are counted, and answered by nothing', () => {
    const { driven, statistic } = protectedOutstation();
    expect(driven.ask('C1 21 78 07 5B 01 0F 00 01 00 00 00 01 00 00 00 01 00 00 00 00 00 00')).toEqual([]);
    expect(statistic('errorMessagesReceived')).toBe(1);
  });

  it('tell that users and update keys are not changed here', () => {
    const { driven } = protectedOutstation();
    expect(driven.ask('C1 20 78 0B 5B 01 0C 00 04 03 00 04 00 4A 69 6D 01 02 03 04')[0]).toMatch(/78 07 5B 01 0F 00 00 00 00 00 00 00 05 00 08/);
  });
});

describe('aggressive mode', () => {
  function challenged(own: Partial<OutstationAuthSettings> = {}): ReturnType<typeof protectedOutstation> & { challenge: string } {
    const made = protectedOutstation(own);
    made.peer.changeKeys();
    const [challenge = ''] = made.driven.ask(operate(0));
    made.driven.ask(made.peer.replyTo(challenge, operate(0)));
    return { ...made, challenge };
  }

  it('carries a request out at once, when its number is greater than all before', () => {
    const { driven, peer, challenge, statistic } = challenged();
    expect(driven.ask(peer.aggressive(challenge, operate(1), 2))).toEqual(['C1 81 80 00 0C 01 17 01 03 01 01 00 00 00 00 00 00 00 00 00']);
    expect(driven.ask(peer.aggressive(challenge, operate(2), 9))[0]).toMatch(/^C2 81/);
    expect(driven.device.operated).toHaveLength(3);
    expect(statistic('successfulAuthentications')).toBe(3);
  });

  it('refuses a number that was used, which a copy of a request has', () => {
    const { driven, peer, challenge, statistic } = challenged();
    const request = peer.aggressive(challenge, operate(1), 2);
    driven.ask(request);
    expect(driven.ask(request)[0]).toMatch(ERROR('01'));
    expect(driven.ask(peer.aggressive(challenge, operate(3), 1))[0]).toMatch(ERROR('01'));
    expect(driven.device.operated).toHaveLength(2);
    expect(statistic('authenticationFailures')).toBe(2);
  });

  it('refuses a wrong MAC, the key of the other direction, and a challenge that was never sent', () => {
    const { driven, peer, challenge } = challenged({ maxErrors: 10 });
    expect(driven.ask(peer.aggressive(challenge, operate(1), 2, MONITORING_KEY))[0]).toMatch(ERROR('01'));
    expect(driven.ask(peer.aggressive(challenge, operate(1), 2).replace('17 01 03', '17 01 04'))[0]).toMatch(ERROR('01'));
    expect(driven.ask(peer.aggressive('C0 83 00 00', operate(1), 2))[0]).toMatch(ERROR('01'));
    expect(driven.device.operated).toHaveLength(1);
  });

  it('before any challenge is refused', () => {
    const { driven, peer } = protectedOutstation();
    peer.changeKeys();
    expect(driven.ask(peer.aggressive('C0 83 00 00', operate(1), 1))[0]).toMatch(ERROR('01'));
  });

  it('without its MAC at the end is discarded', () => {
    const { driven, peer, challenge, statistic } = challenged();
    expect(driven.ask(peer.aggressive(challenge, operate(1), 2).slice(0, -3))).toEqual([]);
    expect(driven.ask('C1 05 78 03 07 01 02 00 00 00 01 00')).toEqual([]);
    expect(statistic('unexpectedMessages')).toBe(2);
    expect(driven.device.operated).toHaveLength(1);
  });

  it('that is switched off is told as not supported', () => {
    const { driven, peer, challenge } = challenged({ aggressiveMode: false });
    expect(driven.ask(peer.aggressive(challenge, operate(1), 2))[0]).toMatch(/78 07 5B 01 0F 00 00 00 00 00 00 00 05 00 04/);
    expect(driven.device.operated).toHaveLength(1);
  });
});

describe('what an outstation sends', () => {
  it('is authenticated when the master challenges it, a response and an unsolicited one', () => {
    const { driven, peer } = protectedOutstation({}, { unsolicited: { allowed: true, classes: [1] } });
    const [unsolicited = ''] = driven.take();
    peer.changeKeys();
    const challengeU = 'D0 20 78 01 5B 01 0C 00 01 00 00 00 01 00 04 01 0A 0B 0C 0D';
    const replyU = Buffer.from(octets(driven.ask(challengeU)[0]!));
    expect(replyU.subarray(0, 10).toString('hex')).toBe('d083800078025b011600');
    expect(replyU.subarray(16).toString('hex')).toBe(mac(MONITORING_KEY, octets(challengeU), octets(unsolicited)).toString('hex'));
    driven.ask('D0 00');
    const [response = ''] = driven.ask('C9 01 01 01 06');
    const challenge = challengeU.replace('D0', 'C9').replace('01 00 00 00', '02 00 00 00');
    const reply = Buffer.from(octets(driven.ask(challenge)[0]!));
    expect(reply.subarray(16).toString('hex')).toBe(mac(MONITORING_KEY, octets(challenge), octets(response)).toString('hex'));
  });

  it('goes in aggressive mode once it was challenged, with a number of its own, until the master tells of an error', () => {
    const { driven, peer } = protectedOutstation();
    peer.changeKeys();
    driven.ask('C9 01 01 01 06');
    const challenge = 'C9 20 78 01 5B 01 0C 00 07 00 00 00 01 00 04 01 0A 0B 0C 0D';
    driven.ask(challenge);
    const [response = ''] = driven.ask('CA 01 01 02 00 00 00');
    expect(response).toMatch(/^CA 81 80 00 78 03 07 01 08 00 00 00 01 00 01 02 00 00 00 02 78 09 5B 01 10 00 (.. ){15}..$/);
    const whole = Buffer.from(octets(response));
    expect(whole.subarray(-16).toString('hex')).toBe(mac(MONITORING_KEY, octets(challenge), whole.subarray(0, -22)).toString('hex'));
    driven.ask('CA 21 78 07 5B 01 0F 00 01 00 00 00 01 00 00 00 01 00 00 00 00 00 00');
    expect(driven.ask('CB 01 01 02 00 00 00')).toEqual(['CB 81 80 00 01 02 00 00 00 02']);
  });

  it('is not authenticated for a challenge of what was not sent, of a bad algorithm, or without keys', () => {
    const { driven, peer, statistic } = protectedOutstation({ maxErrors: 5 });
    const challenge = (sequence: string, algorithm: string): string => `${sequence} 20 78 01 5B 01 0C 00 07 00 00 00 01 00 ${algorithm} 01 0A 0B 0C 0D`;
    expect(driven.ask(challenge('C9', '04'))).toEqual([]);
    driven.ask('C9 01 01 01 06');
    expect(driven.ask(challenge('C9', '04'))[0]).toMatch(ERROR('01'));
    peer.changeKeys();
    expect(driven.ask(challenge('C8', '04'))).toEqual([]);
    expect(driven.ask(challenge('C9', '06'))[0]).toMatch(ERROR('05'));
    expect(driven.ask(challenge('C9', '01'))[0]).toMatch(ERROR('05'));
    expect(statistic('unexpectedMessages')).toBe(2);
  });
});

describe('security statistics', () => {
  it('are read as group 121 with their association, and are in no class 0', () => {
    const { driven, peer } = protectedOutstation();
    peer.changeKeys();
    expect(driven.ask('C5 01 79 01 00 0D 0D')).toEqual(['C5 81 80 00 79 01 00 0D 0D 01 05 00 01 00 00 00']);
    expect(driven.ask('C6 01 3C 01 06')[0]).not.toContain(' 79 01');
    expect(driven.ask('C7 01 79 00 06')[0]).toMatch(/^C7 81 80 00 79 01 00 00 11 /);
  });

  it('make an event of group 122 when they grew by their threshold', () => {
    const authentication = { association: 5, firstStatistic: 0 };
    const { driven } = protectedOutstation({ maxErrors: 0 }, { points: { 'security-statistic': securityStatisticPoints(authentication, { messagesReceived: 1000, messagesSent: 1000, authenticationFailures: 2, criticalMessagesReceived: 1000, discardedMessages: 1000 }) } });
    const fail = (): void => {
      const [challenge = ''] = driven.ask(operate(1));
      driven.ask(new AuthPeer(driven).replyTo(challenge, operate(2)));
    };
    fail();
    expect(driven.ask('C5 01 7A 01 06')).toEqual(['C5 81 80 00']);
    fail();
    expect(driven.ask('C6 01 7A 02 06')[0]).toMatch(/^E6 81 80 00 7A 02 17 01 02 01 05 00 02 00 00 00 (.. ){5}..$/);
    driven.ask('C6 00');
    expect(driven.ask('C7 01 3C 02 06')).toEqual(['C7 81 80 00']);
  });

  it('have one index each', () => {
    expect(Object.values(STATISTIC)).toEqual(Array.from({ length: 18 }, (_, i) => i));
  });
});

describe('settings that cannot be used', () => {
  it.each([
    [{ users: [] }, /needs a user/],
    [{ users: [{ number: 0, updateKey: UPDATE_KEY }] }, /User 0/],
    [{ users: [{ number: 1, updateKey: new Uint8Array(24) }] }, /User 1/],
    [{ users: [{ number: 1, updateKey: UPDATE_KEY }, { number: 1, updateKey: UPDATE_KEY }] }, /comes twice/],
    [{ challengeOctets: 3 }, /3 octets/],
    [{ acceptedMacAlgorithms: [6] }, /MAC algorithm/],
  ])('%j are refused', (own, message) => {
    expect(() => protectedOutstation(own)).toThrow(message);
  });
});

it('a command with the number and the octets of an earlier one is carried out once requests of other numbers came between, though none of them was authentic', () => {
  const { driven, peer } = protectedOutstation();
  peer.changeKeys();
  expect(peer.askAuthentic(operate(5))).toHaveLength(1);
  // The repetition is answered, and carried out no second time.
  expect(peer.askAuthentic(operate(5))).toHaveLength(1);
  expect(driven.device.operated).toHaveLength(1);
  for (let sequence = 6; sequence < 5 + 16; sequence += 1) {
    driven.ask(operate(sequence & 0x0f));
    driven.advance(3000);
  }
  expect(peer.askAuthentic(operate(5))).toHaveLength(1);
  expect(driven.device.operated).toHaveLength(2);
});
