import { expect, it } from 'vitest';
import { clientOf } from '../../../electron/doors/connection-limits';

it('takes an IPv4 address for one client, mapped into IPv6 or not', () => {
  expect([clientOf('192.168.40.21'), clientOf('::ffff:192.168.40.21')]).toEqual(['192.168.40.21', '192.168.40.21']);
});

it('takes the whole /64 of an IPv6 address for one client, however it is written', () => {
  const written = ['2001:db8:0:1::1', '2001:DB8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8::1:0:0:0:9'];
  expect(written.map(clientOf)).toEqual(written.map(() => '2001:db8:0:1::/64'));
  expect(clientOf('2001:db8:0:2::1')).not.toBe(clientOf('2001:db8:0:1::1'));
});

it('keeps loopback and hosts on one cable apart', () => {
  expect(['::1', 'fe80::1%eth0', 'fe80::2%eth0'].map(clientOf)).toEqual(['::1', 'fe80::1%eth0', 'fe80::2%eth0']);
});
