import { describe, expect, it } from 'vitest';
import { certifiedStatus, FUNCTION, isCertified, OutstationUsers, roleMay, roleName, UPDATE_KEY_METHOD, USER_OPERATION, USER_ROLE, type UpdateKeyAuthority, type UserStatusChange } from '../../../electron/stacks/dnp3';
import { updateKeyConfirmation } from '../../../electron/stacks/dnp3/update-key-change';

const octets = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, at) => at);
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex').toUpperCase();
const SHA256: UpdateKeyAuthority = { certificationKey: octets(32), method: UPDATE_KEY_METHOD.aes256Sha256, outstationName: 'RTU 7' };
const SHA1: UpdateKeyAuthority = { certificationKey: octets(16), method: UPDATE_KEY_METHOD.aes128Sha1, outstationName: 'RTU 7' };
const STATUS = { operation: 'add', sequence: 5, role: USER_ROLE.operator, roleExpiryDays: 365, name: 'Jim' } as const;

describe('the MAC of an authority', () => {
  // Computed by Python's hmac over operation, number, role, expiry, length of the name and name.
  it.each([
    [SHA256, 'A54E8506C9579D546A876FD1E0C9EB24BD532CB20DEB2CCE55DC638F89B51BFB'],
    [SHA1, 'CE4012011F197C32F1A56E0666BC0D5469FF8FEE'],
  ])('of a change of users is over its fields in their order, and uncut', (authority, mac) => {
    const change = certifiedStatus(authority, STATUS);
    expect(hexOf(change.certification)).toBe(mac);
    expect(isCertified(authority, change)).toBe(true);
  });

  it('is wrong for any other field, key or method', () => {
    const change = certifiedStatus(SHA256, STATUS);
    const others: Partial<UserStatusChange>[] = [{ operation: 2 }, { sequence: 6 }, { role: 2 }, { roleExpiry: 366 }, { name: 'Jin' }, { publicKey: octets(1) }, { method: 3 }, { certification: change.certification.subarray(0, 16) }];
    for (const other of others) expect(isCertified(SHA256, { ...change, ...other }), JSON.stringify(other)).toBe(false);
    expect(isCertified({ ...SHA256, certificationKey: octets(32).map((octet) => octet ^ 1) }, change)).toBe(false);
  });

  it.each([
    [UPDATE_KEY_METHOD.aes256Sha256, 32, '4B2D0138BBC1E84C6F638BFB72869A0DF60F0B016BC6136F13D42ACD8970EDD9'],
    [UPDATE_KEY_METHOD.aes128Sha1, 16, '769CBB978AD8514FB84F053C4D64B5FF2248C776'],
  ])('that confirms an update key by method %i is over name, both challenges, number and user', (method, size, mac) => {
    expect(hexOf(updateKeyConfirmation(method, octets(size), { name: 'RTU 7', own: Uint8Array.of(1, 2, 3, 4), other: Uint8Array.of(9, 8, 7, 6), sequence: 17, user: 2 }))).toBe(mac);
  });
});

describe('a role', () => {
  const may = (role: number): string[] => (['read', 'directOperate', 'write', 'openFile', 'assignClass', 'coldRestart', 'freezeClear'] as const).filter((name) => roleMay(role, FUNCTION[name]));

  it.each([
    ['viewer', ['read']],
    ['operator', ['read', 'directOperate', 'freezeClear']],
    ['engineer', ['read', 'write', 'openFile', 'assignClass']],
    ['installer', ['read', 'write', 'openFile', 'assignClass', 'coldRestart']],
    ['securityAdministrator', ['read']],
    ['securityAuditor', ['read']],
    ['rbacManagement', ['read']],
    ['singleUser', ['read', 'directOperate', 'write', 'openFile', 'assignClass', 'coldRestart', 'freezeClear']],
  ] as const)('%s may what it may, and nothing else', (role, functions) => {
    expect(may(USER_ROLE[role])).toEqual(functions);
  });

  it('without a name may nothing, and is told by its number', () => {
    expect(Object.values(FUNCTION).filter((code) => roleMay(7, code) || roleMay(32_767, code))).toEqual([]);
    expect([roleName(4), roleName(77)]).toEqual(['security administrator', 'role 77']);
  });
});

describe('the users of an outstation', () => {
  const change = (sequence: number, name: string, operation: number = USER_OPERATION.add): UserStatusChange => ({ method: 4, operation, sequence, role: USER_ROLE.operator, roleExpiry: 1, name, publicKey: octets(0), certification: octets(0) });

  it('are as many as are allowed, and one for another once deleted', () => {
    const users = new OutstationUsers([{ number: 1, name: 'Set' }], { maxUsers: 3 });
    expect([users.apply(change(0, 'A'), 0), users.apply(change(1, 'B'), 0), users.apply(change(2, 'C'), 0)]).toEqual([2, 3, 'full']);
    expect(users.apply(change(3, 'A', USER_OPERATION.delete), 0)).toBe(2);
    expect(users.apply(change(4, 'C'), 0)).toBe(4);
    // One that is there already needs no room.
    expect(users.apply(change(5, 'C'), 0)).toBe(4);
    expect(users.granted.users).toHaveLength(2);
  });

  it('take each number of a change once, also of such that came to nothing', () => {
    const users = new OutstationUsers([]);
    expect(users.apply(change(9, 'Nobody', USER_OPERATION.delete), 0)).toBe('unknown');
    expect([users.apply(change(9, 'A'), 0), users.apply(change(10, 'A'), 0), users.apply(change(10, 'B'), 0)]).toEqual(['sequence', 2, 'sequence']);
    expect(users.apply(change(0xffff_ffff, 'C'), 0)).toBe(3);
    expect([users.apply(change(0xffff_ffff, 'D'), 0), users.apply(change(0, 'D'), 0)]).toEqual(['sequence', 'sequence']);
  });

  it('are not changed by an operation that is none, or a name that is none', () => {
    const users = new OutstationUsers([]);
    expect([users.apply(change(0, 'A', 4), 0), users.apply(change(1, ''), 0), users.apply(change(2, 'x'.repeat(256)), 0)]).toEqual(['operation', 'operation', 'operation']);
    expect(users.granted).toEqual({ nextSequence: 3, users: [], deleted: [] });
  });

  it('of the settings have the role of the authority once it changed them, and their own rights before', () => {
    const users = new OutstationUsers([{ number: 5, name: 'Set', permits: (code) => code === FUNCTION.write }]);
    expect([users.permits(5, FUNCTION.write, 0), users.permits(5, FUNCTION.operate, 0), users.permits(6, FUNCTION.read, 0)]).toEqual([true, false, false]);
    expect(users.apply(change(0, 'Set', USER_OPERATION.change), 1000)).toBe(5);
    expect([users.permits(5, FUNCTION.write, 1000), users.permits(5, FUNCTION.operate, 1000)]).toEqual([false, true]);
    expect([users.permits(5, FUNCTION.operate, 86_400_999), users.permits(5, FUNCTION.operate, 86_401_000)]).toEqual([true, false]);
  });

  it('are found by what was kept of them', () => {
    const before = new OutstationUsers([{ number: 1, name: 'Set' }]);
    before.apply(change(0, 'A'), 0);
    before.apply(change(1, 'Set', USER_OPERATION.delete), 0);
    const after = new OutstationUsers([{ number: 1, name: 'Set' }], { granted: before.granted });
    expect([after.has(1), after.numberOf('Set'), after.has(2), after.numberOf('A')]).toEqual([false, undefined, true, 2]);
    expect(after.apply(change(1, 'B'), 0)).toBe('sequence');
    expect(after.apply(change(2, 'B'), 0)).toBe(3);
  });
});
