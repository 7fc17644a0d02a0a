import { expect, it } from 'vitest';
import { KEY_STATUS } from '../../../electron/stacks/dnp3/auth-codes';
import { UserKeys } from '../../../electron/stacks/dnp3/auth-user-keys';

const KEYS = { control: new Uint8Array(16), monitoring: new Uint8Array(16).fill(1) };

it('tells why a user has no keys any more, and nothing of a user that is no more', () => {
  const keys = new UserKeys({ intervalMs: 1000, count: 10 });
  keys.set(7, KEYS, 0);
  expect(keys.status(7, 0)).toBe(KEY_STATUS.ok);
  keys.drop(7, KEY_STATUS.authenticationFailure);
  expect(keys.status(7, 0)).toBe(KEY_STATUS.authenticationFailure);
  keys.forget(7);
  expect(keys.status(7, 0)).toBe(KEY_STATUS.notInitialized);
  keys.set(7, KEYS, 0);
  keys.forget(7);
  expect([keys.get(7, 0), keys.since(7), keys.status(7, 0)]).toEqual([undefined, undefined, KEY_STATUS.notInitialized]);
});
