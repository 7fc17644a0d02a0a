import { describe, expect, it } from 'vitest';
import {
  AUTH_ERROR,
  authErrorText,
  decodeLinkFrame,
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  encodeLinkFrame,
  FUNCTION,
  hex,
  OutstationUsers,
  request,
  UPDATE_KEY_METHOD,
  UpdateKeys,
  USER_ROLE,
  type Command,
  type GrantedUsers,
  type MasterAuthSettings,
  type MasterTask,
  type TaskOutcome,
  type UpdateKeyAuthority,
  type UserStatus,
} from '../../../electron/stacks/dnp3';
import { counting, UPDATE_KEY } from '../../support/dnp3-auth-peer';
import { points } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';
import { like } from '../../support/like';

const octets = (first: number, count: number): Uint8Array => Uint8Array.from({ length: count }, (_, at) => (first + at) & 0xff);
const AUTHORITY: UpdateKeyAuthority = { certificationKey: octets(200, 32), method: UPDATE_KEY_METHOD.aes256Sha256, outstationName: 'RTU 7' };
const SMALL: UpdateKeyAuthority = { certificationKey: octets(200, 16), method: UPDATE_KEY_METHOD.aes128Sha1, outstationName: 'RTU 7' };
const USERS = [{ number: 1, name: 'Operator', updateKey: UPDATE_KEY }];
const DAY = 86_400_000;
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } });

interface Options {
  readonly authority?: UpdateKeyAuthority;
  readonly master?: Partial<MasterAuthSettings>;
  readonly maxUsers?: number;
  readonly granted?: GrantedUsers;
  readonly outstationAuthority?: UpdateKeyAuthority | 'none';
}

class Both {
  readonly kept: GrantedUsers[] = [];
  readonly users: OutstationUsers;
  readonly pair: Pair;
  #sequence = 0;

  constructor({ authority = AUTHORITY, master, maxUsers, granted, outstationAuthority = authority }: Options = {}) {
    this.users = new OutstationUsers(USERS, { onChange: (all) => this.kept.push(all), ...(maxUsers === undefined ? {} : { maxUsers }), ...(granted === undefined ? {} : { granted }) });
    this.#sequence = granted?.nextSequence ?? 0;
    this.pair = new Pair({
      points: { binary: points(2) },
      // The outstation's clock goes by what the test says.
      master: { timeSync: 'none', authentication: { ...DEFAULT_MASTER_AUTH, users: USERS, authority, random: counting(), ...master } },
      outstation: { authentication: { ...DEFAULT_OUTSTATION_AUTH, users: USERS, userList: this.users, updateKeys: new UpdateKeys(USERS), random: counting(), ...(outstationAuthority === 'none' ? {} : { authority: outstationAuthority }) } },
    });
    this.pair.open();
    this.pair.run(200);
  }

  status(own: Partial<UserStatus> = {}): TaskOutcome | undefined {
    let outcome: TaskOutcome | undefined;
    this.#sequence += 1;
    this.pair.master.changeUser({ operation: 'add', sequence: this.#sequence, role: USER_ROLE.operator, roleExpiryDays: 30, name: 'Jim', ...own }, (ended) => (outcome = ended), this.pair.now);
    this.pair.run(100);
    return outcome;
  }

  key(name = 'Jim', key = octets(40, 32)): TaskOutcome | undefined {
    let outcome: TaskOutcome | undefined;
    this.pair.master.changeUpdateKey(name, key, (ended) => (outcome = ended), this.pair.now);
    this.pair.run(300);
    return outcome;
  }

  /** A task that goes by the keys of a user. */
  as(user: number, make: (done: (outcome: TaskOutcome) => void) => MasterTask = (done) => directOperate([crob(1)], true, done)): TaskOutcome | undefined {
    const task = this.pair.submit<TaskOutcome>((done) => ({ ...stepsOf(make(done)), user }));
    this.pair.run(300);
    return task.outcome;
  }
}

/** A task's own steps, to be given another user. */
function stepsOf(task: MasterTask): MasterTask {
  return { name: task.name, priority: task.priority, retries: task.retries, step: (index, previous, now) => task.step(index, previous, now), done: (outcome) => task.done(outcome) };
}

const refusal = (code: number) => ({ ok: false, failure: { kind: 'authentication', message: like.containing(authErrorText(code)) } });

describe('a user that an authority adds over the line', () => {
  it.each([
    ['SHA-256 and AES-256', AUTHORITY, 32],
    ['SHA-1 and AES-128', SMALL, 16],
  ])('by the method of %s gets a number and an update key, and operates', (_, authority, size) => {
    const both = new Both({ authority });
    expect(both.status()).toMatchObject({ ok: true });
    expect(both.users.numberOf('Jim')).toBe(2);
    expect(both.as(2)).toMatchObject({ ok: false });
    expect(both.key('Jim', octets(40, size))).toMatchObject({ ok: true });
    expect(both.pair.master.security?.hasKeys(2, both.pair.now)).toBe(true);
    expect(both.as(2)).toMatchObject({ ok: true });
    expect(both.pair.device.operated).toHaveLength(1);
    // The user of the settings is as it was.
    expect(both.as(1)).toMatchObject({ ok: true });
  });

  it('stands on the line as the octets of the change, and is answered by no objects', () => {
    const both = new Both();
    const from = both.pair.frames.length;
    expect(both.status({ sequence: 5, role: USER_ROLE.engineer, roleExpiryDays: 365 })).toMatchObject({ ok: true });
    const fragments = both.pair.frames.slice(from).map(({ octets: sent }) => {
      const frame = decodeLinkFrame(sent, 0);
      return hex(frame.kind === 'value' ? frame.value.userData.subarray(2) : new Uint8Array(0), 300);
    });
    // Function, object header, size; method, operation, sequence number, role, expiry; the lengths of name, public key, certification; the name.
    expect(fragments[0]).toMatch(/^20 78 0A 5B 01 33 00 04 01 05 00 00 00 02 00 6D 01 03 00 00 00 20 00 4A 69 6D /);
    expect(fragments.filter((fragment) => /^83 (?:[0-9A-F]{2} ?){2}$/.test(fragment))).toHaveLength(1);
  });

  it('may do what its role may: a viewer not operate, an operator not write, an engineer write and not operate', () => {
    const both = new Both();
    const save = (done: (outcome: TaskOutcome) => void) => request('save configuration', { functionCode: FUNCTION.saveConfiguration, blocks: [] }, done);
    both.status({ role: USER_ROLE.viewer });
    both.key();
    expect(both.as(2)).toMatchObject(refusal(AUTH_ERROR.authorizationFailed));
    expect(both.status({ operation: 'change', role: USER_ROLE.operator })).toMatchObject({ ok: true });
    expect(both.as(2)).toMatchObject({ ok: true });
    expect(both.as(2, save)).toMatchObject(refusal(AUTH_ERROR.authorizationFailed));
    expect(both.status({ operation: 'change', role: USER_ROLE.engineer })).toMatchObject({ ok: true });
    expect(both.as(2)).toMatchObject({ ok: false });
    // The device has no configuration to save: the role is not what stands in the way.
    expect(both.as(2, save)).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(both.pair.device.operated).toHaveLength(1);
    expect(both.pair.slave.security?.statistics.value('authorizationFailures')).toBeGreaterThanOrEqual(2);
  });

  it('may nothing once its role expired, by the clock of the outstation', () => {
    const both = new Both();
    both.status({ roleExpiryDays: 1 });
    both.key();
    const clock = both.pair.device.currentTime.bind(both.pair.device);
    const set = (later: number): void => {
      both.pair.device.currentTime = (now) => clock(now) + later;
    };
    set(DAY - 60_000);
    expect(both.as(2)).toMatchObject({ ok: true });
    set(DAY);
    expect(both.as(2)).toMatchObject(refusal(AUTH_ERROR.authorizationFailed));
    expect(both.as(1)).toMatchObject({ ok: true });
    expect(both.status({ operation: 'change', roleExpiryDays: 1 })).toMatchObject({ ok: true });
    expect(both.as(2)).toMatchObject({ ok: true });
  });

  it('is unknown once deleted, to all that it could do before; its number does not come back', () => {
    const both = new Both();
    both.status();
    both.key();
    expect(both.as(2)).toMatchObject({ ok: true });
    expect(both.status({ operation: 'delete' })).toMatchObject({ ok: true });
    expect(both.as(2)).toMatchObject({ ok: false });
    expect(both.key()).toMatchObject(refusal(AUTH_ERROR.unknownUser));
    expect(both.pair.device.operated).toHaveLength(1);
    expect(both.status({ name: 'Ann' })).toMatchObject({ ok: true });
    expect(both.users.numberOf('Ann')).toBe(3);
  });

  it('whose master does not know of the deletion is refused with the keys it had', () => {
    const both = new Both();
    both.status();
    both.key();
    expect(both.as(2)).toMatchObject({ ok: true });
    // Another session of the outstation, as one of another master, took the deletion.
    both.users.apply({ method: 4, operation: 2, sequence: 90, role: 0, roleExpiry: 0, name: 'Jim', publicKey: new Uint8Array(0), certification: new Uint8Array(0) }, 0);
    expect(both.as(2)).toMatchObject(refusal(AUTH_ERROR.authenticationFailed));
    expect(both.pair.device.operated).toHaveLength(1);
  });

  it('can be one of the settings, which is gone by its deletion also after the next start', () => {
    const both = new Both();
    expect(both.as(1)).toMatchObject({ ok: true });
    expect(both.status({ operation: 'delete', name: 'Operator' })).toMatchObject({ ok: true });
    expect(both.as(1)).toMatchObject({ ok: false });
    const again = new Both({ granted: both.kept.at(-1)! });
    expect(again.as(1)).toMatchObject({ ok: false });
    expect(again.pair.device.operated).toEqual([]);
  });
});

describe('a change of users', () => {
  it.each<readonly [string, Options, Partial<UserStatus>, number]>([
    ['by another authority', { outstationAuthority: { ...AUTHORITY, certificationKey: octets(1, 32) } }, {}, AUTH_ERROR.invalidCertificationData],
    ['by another method', { outstationAuthority: SMALL }, {}, AUTH_ERROR.updateKeyMethodNotPermitted],
    ['where the outstation has no authority', { outstationAuthority: 'none' }, {}, AUTH_ERROR.updateKeyMethodNotPermitted],
    ['of a user that is not there', {}, { operation: 'change' }, AUTH_ERROR.unknownUser],
    ['that deletes a user that is not there', {}, { operation: 'delete' }, AUTH_ERROR.unknownUser],
    ['with a number that was used', { granted: { nextSequence: 7, users: [], deleted: [] } }, { sequence: 6 }, AUTH_ERROR.invalidCertificationData],
    ['for which there is no room', { maxUsers: 1 }, {}, AUTH_ERROR.authorizationFailed],
  ])('%s is refused, and nothing is kept of a user', (_, options, status, code) => {
    const both = new Both(options);
    expect(both.status(status)).toMatchObject(refusal(code));
    expect(both.users.granted.users).toEqual([]);
    expect(both.users.numberOf('Jim')).toBeUndefined();
  });

  it('that comes a second time, recorded from the line, is refused', () => {
    const both = new Both();
    const from = both.pair.frames.length;
    both.status();
    const recorded = both.pair.frames.slice(from).filter(({ fromClient, octets: sent }) => fromClient && Buffer.from(sent).includes(Buffer.of(120, 10, 0x5b)));
    expect(recorded).toHaveLength(1);
    both.status({ operation: 'delete' });
    both.pair.replay(recorded[0]!.octets);
    both.pair.run(50);
    expect(both.users.has(2)).toBe(false);
    expect(both.pair.slave.security?.statistics.value('errorMessagesSent')).toBe(1);
  });

  it('of which one octet is another is refused, whichever', () => {
    const both = new Both();
    const from = both.pair.frames.length;
    both.status();
    const recorded = both.pair.frames.slice(from).find(({ fromClient }) => fromClient);
    const frame = decodeLinkFrame(recorded!.octets, 0);
    if (frame.kind !== 'value') throw new Error('no frame');
    const { userData } = frame.value;
    // Behind transport, application header, object header and size: the whole object is in this frame.
    expect(Buffer.from(userData.subarray(3, 7))).toEqual(Buffer.of(120, 10, 0x5b, 1));
    const taken = (changed: Uint8Array): number => {
      const fresh = new Both();
      const encoded = encodeLinkFrame({ ...frame.value, userData: changed });
      if (encoded.kind === 'invalid') throw new Error(encoded.reason);
      fresh.pair.replay(encoded.octets);
      fresh.pair.run(5);
      return fresh.users.granted.users.length;
    };
    expect(taken(userData)).toBe(1);
    for (let at = 9; at < userData.length; at += 1) expect(taken(userData.map((octet, index) => (index === at ? octet ^ 1 : octet))), `octet ${at}`).toBe(0);
  });

  it('that cannot be is not even sent', () => {
    const both = new Both();
    const from = both.pair.frames.length;
    for (const status of [{ name: '' }, { name: 'x'.repeat(256) }, { roleExpiryDays: 0 }, { sequence: -1 }, { role: 70_000 }]) expect(both.status(status)).toMatchObject({ ok: false, failure: { kind: 'invalid' } });
    expect(both.pair.frames).toHaveLength(from);
  });

  it('is told to be kept, number and all', () => {
    const both = new Both();
    const clock = both.pair.device.currentTime(both.pair.now);
    both.status({ sequence: 41, role: USER_ROLE.installer, roleExpiryDays: 2 });
    expect(both.kept).toEqual([{ nextSequence: 42, users: [{ number: 2, name: 'Jim', role: USER_ROLE.installer, expiresAt: like.number }], deleted: [] }]);
    expect(Math.abs((both.kept[0]?.users[0]?.expiresAt ?? 0) - clock - 2 * DAY)).toBeLessThan(1000);
  });
});
