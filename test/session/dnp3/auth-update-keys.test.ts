import { describe, expect, it } from 'vitest';
import {
  AUTH_ERROR,
  authErrorText,
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION_AUTH,
  directOperate,
  UPDATE_KEY_METHOD,
  UpdateKeys,
  type Command,
  type MasterAuthSettings,
  type OutstationAuthSettings,
  type TaskOutcome,
  type UpdateKeyAuthority,
} from '../../../electron/stacks/dnp3';
import { openUpdateKey, sealUpdateKey } from '../../../electron/stacks/dnp3/update-key-change';
import { counting, UPDATE_KEY } from '../../support/dnp3-auth-peer';
import { points } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';
import { like } from '../../support/like';

const octets = (first: number, count: number): Uint8Array => Uint8Array.from({ length: count }, (_, at) => (first + at) & 0xff);
const AUTHORITY: UpdateKeyAuthority = { certificationKey: octets(200, 16), method: UPDATE_KEY_METHOD.aes128Sha1, outstationName: 'RTU 7' };
const USERS = [{ number: 1, name: 'Operator', updateKey: UPDATE_KEY }, { number: 9, name: 'Engineer', updateKey: octets(90, 16) }];
const NEW_KEY = octets(40, 16);
const crob = (index: number): Command => ({ group: 12, variation: 1, index, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } });

interface Made {
  readonly pair: Pair;
  readonly kept: { readonly user: number; readonly key: Uint8Array }[];
  change(key?: Uint8Array, user?: number): TaskOutcome | undefined;
}

function made(own: { readonly master?: Partial<MasterAuthSettings>; readonly outstation?: Partial<OutstationAuthSettings> } = {}): Made {
  const kept: { user: number; key: Uint8Array }[] = [];
  const updateKeys = new UpdateKeys(USERS, (user, key) => kept.push({ user, key }));
  const pair = new Pair({
    points: { binary: points(2) },
    master: { authentication: { ...DEFAULT_MASTER_AUTH, users: USERS, authority: AUTHORITY, random: counting(), ...own.master } },
    outstation: { authentication: { ...DEFAULT_OUTSTATION_AUTH, users: USERS, authority: AUTHORITY, updateKeys, random: counting(), ...own.outstation } },
  });
  pair.open();
  pair.run(200);
  return {
    pair,
    kept,
    change: (key = NEW_KEY, user = 1) => {
      let outcome: TaskOutcome | undefined;
      pair.master.changeUpdateKey(user, key, (ended) => (outcome = ended), pair.now);
      pair.run(300);
      return outcome;
    },
  };
}

const operate = ({ pair }: Made): boolean | undefined => {
  const task = pair.submit<TaskOutcome>((done) => directOperate([crob(1)], true, done));
  pair.run(200);
  return task.outcome?.ok;
};

describe('an update key', () => {
  it('is changed over the line; session keys follow, and commands go on', () => {
    const both = made();
    const before = both.pair.slave.security?.statistics.value('sessionKeyChanges') ?? 0;
    expect(both.change()).toMatchObject({ ok: true });
    expect(both.kept).toEqual([{ user: 1, key: NEW_KEY }]);
    expect(both.pair.slave.security?.statistics.value('sessionKeyChanges')).toBe(before + 1);
    expect(both.pair.slave.security?.statistics.value('updateKeyChanges')).toBe(1);
    expect(both.pair.master.security?.hasKeys(1, both.pair.now)).toBe(true);
    expect(operate(both)).toBe(true);
  });

  it('goes on over a new channel: the old key is good no more', () => {
    const both = made();
    expect(both.change()?.ok).toBe(true);
    both.pair.close();
    both.pair.run(50);
    both.pair.open();
    both.pair.run(500);
    expect(operate(both)).toBe(true);
  });

  it('of AES-256 is changed by the other method', () => {
    const authority: UpdateKeyAuthority = { ...AUTHORITY, certificationKey: octets(1, 32), method: UPDATE_KEY_METHOD.aes256Sha256 };
    const both = made({ master: { authority }, outstation: { authority } });
    expect(both.change(octets(7, 32))).toMatchObject({ ok: true });
    expect(operate(both)).toBe(true);
  });

  it.each([
    ['sealed by another authority', { master: { authority: { ...AUTHORITY, certificationKey: octets(3, 16) } } }, AUTH_ERROR.authenticationFailed],
    ['meant for another outstation', { master: { authority: { ...AUTHORITY, outstationName: 'RTU 8' } } }, AUTH_ERROR.authenticationFailed],
    ['of a user whom the outstation does not know by that name', { master: { users: [{ ...USERS[0]!, name: 'Nobody' }] } }, AUTH_ERROR.unknownUser],
    ['by another method', { outstation: { authority: { ...AUTHORITY, certificationKey: octets(1, 32), method: UPDATE_KEY_METHOD.aes256Sha256 } } }, AUTH_ERROR.updateKeyMethodNotPermitted],
  ])('that is %s is refused, and the old one stays', (_, own, code) => {
    const both = made(own);
    expect(both.change()).toMatchObject({ ok: false, failure: { kind: 'authentication', message: like.containing(authErrorText(code)) } });
    expect(both.kept).toEqual([]);
    expect(both.pair.slave.security?.statistics.value('errorMessagesSent')).toBe(1);
    expect(operate(both)).toBe(true);
  });

  it('that comes a second time, recorded from the line, is refused', () => {
    const both = made();
    const from = both.pair.frames.length;
    expect(both.change()?.ok).toBe(true);
    const recorded = both.pair.frames.slice(from).filter(({ fromClient, octets: sent }) => fromClient && Buffer.from(sent).includes(Buffer.of(120, 13, 0x5b)));
    expect(recorded).toHaveLength(1);
    // Another key came since; the recorded one would bring the first back.
    expect(both.change(octets(77, 16))?.ok).toBe(true);
    both.pair.replay(recorded[0]!.octets);
    both.pair.run(50);
    expect(both.kept.map(({ key }) => key)).toEqual([NEW_KEY, octets(77, 16)]);
    expect(both.pair.slave.security?.statistics.value('failedUpdateKeyChanges')).toBe(1);
  });

  it('of the wrong length, of no user and without an authority is not even sent', () => {
    const both = made();
    expect(both.change(octets(1, 5))).toMatchObject({ ok: false, failure: { message: like.containing('it has 5 octets, not 16') } });
    expect(both.change(NEW_KEY, 44)).toMatchObject({ ok: false, failure: { kind: 'invalid' } });
  });
});

describe('a sealed update key', () => {
  const challenge = octets(10, 4);
  it.each(['', 'a', 'Operator', 'ü'.repeat(20)])('opens for its user "%s" and its challenge alone', (name) => {
    const sealed = sealUpdateKey(AUTHORITY, name, NEW_KEY, challenge);
    expect(openUpdateKey(AUTHORITY, sealed, name, challenge)).toEqual(NEW_KEY);
    expect(openUpdateKey(AUTHORITY, sealed, `${name}x`, challenge)).toBeUndefined();
    expect(openUpdateKey(AUTHORITY, sealed, name, octets(11, 4))).toBeUndefined();
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Uint8Array.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(openUpdateKey(AUTHORITY, damaged, name, challenge)).toBeUndefined();
    }
  });
});
